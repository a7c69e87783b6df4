"""The journey of an account and what its circles see of it."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from accountability.accounts.models import Account
from accountability.circles.models import Member
from accountability.core import clock
from accountability.core.columns import HasPublicId, chosen, created
from accountability.core.extensions import Base, db
from accountability.streaks import counting


class CheerWord(StrEnum):
    """The ready-made words of a cheer."""

    PROUD = "proud"
    STRONG = "strong"
    WALK = "walk"


class Journey(HasPublicId, Base):
    """What a member has set out to keep, and since which day. One for each account."""

    __tablename__ = "journeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), unique=True)
    started_on: Mapped[date]
    begun_at: Mapped[created]

    account: Mapped[Account] = relationship(lazy="joined")
    slips: Mapped[list["Slip"]] = relationship(
        back_populates="journey", order_by="Slip.day", lazy="selectin"
    )

    def streak(self, today: date | None = None) -> counting.Streak:
        """The days kept until today, in the zone of its owner."""
        today = today or clock.today_in(self.account.zone)
        return counting.streak(self.started_on, [slip.day for slip in self.slips], today)

    def log(self, day: date) -> "Slip":
        """Mark a day as slipped; logging it again changes nothing and answers the slip there is."""
        for slip in self.slips:
            if slip.day == day:
                return slip
        slip = Slip(journey=self, day=day)
        db.session.add(slip)
        return slip

    def may_hold(self, day: date) -> bool:
        """Whether a slip can lie on this day: within the journey, and not in the future."""
        return self.started_on <= day <= clock.today_in(self.account.zone)


class Slip(HasPublicId, Base):
    """A day on which the member made contact. It begins the streak anew and takes nothing else."""

    __tablename__ = "slips"
    __table_args__ = (UniqueConstraint("journey_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey(Journey.id))
    day: Mapped[date]
    logged_at: Mapped[created]

    journey: Mapped[Journey] = relationship(back_populates="slips")


class Milestone(HasPublicId, Base):
    """A streak length worth marking, reached once for ever, as one circle may see it.

    `is_shown` is fixed when it is found: what was hidden then stays hidden.
    """

    __tablename__ = "milestones"
    __table_args__ = (UniqueConstraint("member_id", "journey_id", "days"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey(Member.id), index=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey(Journey.id))
    days: Mapped[int]
    reached_on: Mapped[date]
    found_at: Mapped[created]
    is_shown: Mapped[bool]

    member: Mapped[Member] = relationship(lazy="joined")
    journey: Mapped[Journey] = relationship()
    cheers: Mapped[list["Cheer"]] = relationship(
        primaryjoin=lambda: cheered("milestone", Milestone.public_id), viewonly=True
    )


class Cheer(HasPublicId, Base):
    """One tap of encouragement for a milestone or a held alert; one a member and thing."""

    __tablename__ = "cheers"
    __table_args__ = (UniqueConstraint("member_id", "of_kind", "of_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey(Member.id))
    of_kind: Mapped[str] = mapped_column(String(24))
    of_id: Mapped[str] = mapped_column(String(22), index=True)
    word: Mapped[CheerWord] = mapped_column(chosen(CheerWord))
    cheered_at: Mapped[created]

    member: Mapped[Member] = relationship()


def cheered(kind: str, thing_id: Any) -> Any:
    """How a thing of this kind finds its cheers."""
    return and_(foreign(Cheer.of_id) == thing_id, Cheer.of_kind == kind)


# What members and accounts lie below knows of no journey, so that it is found from here.
Member.__mapper__.add_property(
    "journey",
    relationship(
        Journey,
        primaryjoin=foreign(Member.account_id) == Journey.account_id,
        viewonly=True,
        uselist=False,
    ),
)
