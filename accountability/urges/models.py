"""A call for help, who took it, what was said, how it ended."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.circles.models import Circle, Member
from accountability.core import clock
from accountability.core.columns import HasPublicId, Sealed, chosen, created, moment, sealed_column
from accountability.core.extensions import Base
from accountability.core.streams import Stream
from accountability.streaks.models import Cheer, cheered
from accountability.urges import company
from accountability.urges.choices import Ask, Outcome
from accountability.urges.ladder import TAKE_BACK

if TYPE_CHECKING:
    from accountability.urges.claims import Claim
    from accountability.urges.hand_ons import HandOn
    from accountability.urges.responses import AlertResponse

TAKE_BACK_WITHIN = TAKE_BACK
TAKE_BACK_GRACE = timedelta(seconds=3)  # a press in the last second, on a slow road
NOBODY_AFTER = timedelta(minutes=2)
LAPSES_AFTER = timedelta(hours=12)
UNENDED = text("outcome IS NULL AND taken_back_at IS NULL AND lapsed_at IS NULL")


class UrgeAlert(HasPublicId, Base):
    """A member's call for help, from the press of the button to its resolution."""

    __tablename__ = "urge_alerts"
    __table_args__ = (
        Index(
            "ix_urge_alerts_unended", "raised_at", sqlite_where=UNENDED, postgresql_where=UNENDED
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    stream_id: Mapped[int] = mapped_column(ForeignKey(Stream.id), unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey(Member.id), index=True)
    raised_at: Mapped[created]
    strength: Mapped[int | None]
    ask: Mapped[Ask | None] = mapped_column(chosen(Ask))
    note_sealed: Mapped[bytes | None] = sealed_column()
    taken_back_at: Mapped[moment | None]
    called_at: Mapped[moment | None]
    resolved_at: Mapped[moment | None]
    lapsed_at: Mapped[moment | None]
    outcome: Mapped[Outcome | None] = mapped_column(chosen(Outcome))
    helped_sealed: Mapped[bytes | None] = sealed_column()
    thanks_sealed: Mapped[bytes | None] = sealed_column()

    stream: Mapped[Stream] = relationship(lazy="joined")
    member: Mapped[Member] = relationship(lazy="joined")
    tellings: Mapped[list["Telling"]] = relationship(back_populates="alert", lazy="selectin")
    claims: Mapped[list["Claim"]] = relationship(
        back_populates="alert", order_by="Claim.id", lazy="selectin"
    )
    responses: Mapped[list["AlertResponse"]] = relationship(
        back_populates="alert", order_by="AlertResponse.id"
    )
    hand_ons: Mapped[list["HandOn"]] = relationship(back_populates="alert", order_by="HandOn.id")
    cheers: Mapped[list[Cheer]] = relationship(
        primaryjoin=lambda: cheered("alert", UrgeAlert.public_id), viewonly=True
    )
    note = Sealed("note_sealed")
    helped = Sealed("helped_sealed")
    thanks = Sealed("thanks_sealed")

    @property
    def sealed_owner(self) -> str:
        """The member who raised it."""
        return self.member.public_id

    def is_by(self, account_id: int) -> bool:
        """Whether this account raised it, as whichever member it looks at it now."""
        return self.member.account_id == account_id

    @property
    def hearing(self) -> list["Telling"]:
        """The tellings of the circles that hear of it still: its author did not leave them."""
        return [telling for telling in self.tellings if telling.ended_at is None]

    @property
    def readable(self) -> list["Telling"]:
        """Those of the circles that may read it: who heard of it last may see that it is over."""
        if self.hearing:
            return self.hearing
        last = max((one.ended_at for one in self.tellings if one.ended_at), default=None)
        return [telling for telling in self.tellings if telling.ended_at == last]

    def hears(self, friend: Member) -> bool:
        """Whether a friend who was told hears of it still: no circle parted, or theirs did not."""
        if len(self.hearing) == len(self.tellings):
            return True
        there = [one.account_id for telling in self.hearing for one in telling.circle.members]
        return friend.account_id in there

    @property
    def authors_circle(self) -> Circle | None:
        """A circle that was told and its author still belongs to: that of the press, if it is."""
        if self.member.belongs:
            return self.member.circle
        told = [telling.circle for telling in self.hearing if telling.circle.closed_at is None]
        theirs = (one for one in told if any(self.is_by(m.account_id) for m in one.members))
        return next(theirs, None)

    @property
    def is_open(self) -> bool:
        """Whether it still asks for company: not closed, not taken back, not twelve hours old."""
        if self.outcome or self.taken_back_at or self.lapsed_at:
            return False
        return clock.now() - self.raised_at <= LAPSES_AFTER and self.authors_circle is not None

    @property
    def claim(self) -> "Claim | None":
        """The claim that stands now, if any; also one that its friend has not said yes to."""
        return next((claim for claim in reversed(self.claims) if claim.stands), None)

    @property
    def state(self) -> str:
        """open, claimed, held, slipped, still_hard, taken_back or lapsed."""
        if self.taken_back_at is not None:
            return "taken_back"
        if self.outcome is not None:
            return self.outcome.value
        if not self.is_open:
            return "lapsed"
        return "claimed" if self.holder else "open"

    @property
    def can_be_taken_back(self) -> bool:
        """Whether the press still counts as a slip of the thumb."""
        return self.is_open and clock.now() - self.raised_at <= TAKE_BACK_WITHIN + TAKE_BACK_GRACE

    @property
    def holder(self) -> Member | None:
        """The friend who has its author now. Who is only asked does not have them yet."""
        claim = self.claim if self.is_open else None
        return claim.member if claim and not claim.is_asked else None

    @property
    def asked(self) -> Member | None:
        """The friend to whom a claim was passed on, until they say yes to it."""
        claim = self.claim if self.is_open else None
        return claim.member if claim and claim.is_asked else None

    @property
    def answers(self) -> list["AlertResponse"]:
        """What friends said, without the author's own words."""
        return [one for one in self.responses if not self.is_by(one.member.account_id)]

    @property
    def _left_at(self) -> datetime:
        """When its author asked last, or was last let go; what was said before is over."""
        return max([self.called_at or self.raised_at, *company.left_at(self)])

    @property
    def quiet_at(self) -> datetime | None:
        """Until when words are company that no claim stands behind, if any were said since."""
        said = [one for one in company.said(self) if one.sent_at >= self._left_at]
        return max((one.quiet_at for one in said), default=None)

    @property
    def alone_since(self) -> datetime:
        """When its author was left alone last: by the press, by asking again, by who went.

        Who wrote and was quiet for three minutes went, too, unless somebody has the author.
        """
        quiet_at = None if self.company else self.quiet_at
        return quiet_at if quiet_at and quiet_at <= clock.now() else self._left_at

    @property
    def made(self) -> list["HandOn"]:
        """The steps that were made since the ladder last began, the oldest first."""
        mine = [one for one in self.hand_ons if one.since >= self.raised_at]
        return mine[max((at for at, one in enumerate(mine) if one.number == 0), default=0) :]

    @property
    def steps(self) -> list["HandOn"]:
        """Those that were made since its author was last left alone."""
        since = self.alone_since
        return [one for one in self.hand_ons if one.since == since]

    @property
    def named(self) -> Member | None:
        """The friend whom the ladder asks by name now, while nobody is there."""
        if not self.is_open or self.has_company or self.holder or self.asked:
            return None
        last = next((one for one in reversed(self.steps) if one.is_loud), None)
        friend = last.named if last else None
        return friend if friend and friend.belongs and self.hears(friend) else None

    @property
    def company(self) -> "Claim | None":
        """The claim by which somebody has its author since they were left alone last."""
        claim = self.claim if self.holder else None
        if claim is None or not company.is_company(claim):
            return None
        return claim if (claim.spoke_at or claim.claimed_at) >= self._left_at else None

    @property
    def may_be_taken(self) -> bool:
        """Whether somebody else may say that they have its author, whoever says so now."""
        return self.company is None or company.was_doubted(self.company)

    @property
    def has_company(self) -> bool:
        """Whether somebody came since: by a claim, or by words of their own for a while."""
        is_written_to = self.quiet_at is not None and self.quiet_at > clock.now()
        return is_written_to or self.company is not None

    @property
    def is_still_alone(self) -> bool:
        """Whether its author asked again, and nobody has come."""
        return self.called_at is not None and self.is_open and not self.has_company

    @property
    def has_waited(self) -> bool:
        """Whether help lines are due: nobody has them, two minutes on or once they asked again."""
        is_time = self.called_at or clock.now() - self.raised_at >= NOBODY_AFTER
        return bool(is_time) and self.is_open and self.company is None

    @property
    def streams(self) -> list[Stream]:
        """What a verb on this alert locks: its circles, its room, its author's account."""
        circles = [telling.circle.stream for telling in self.tellings]
        return [*circles, self.stream, self.member.account.stream]


class Telling(Base):
    """A circle that hears of an alert, and the number it has there: later members do not hear."""

    __tablename__ = "tellings"

    alert_id: Mapped[int] = mapped_column(ForeignKey(UrgeAlert.id), primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey(Circle.id), primary_key=True, index=True)
    seq: Mapped[int]
    told_at: Mapped[created]
    ended_at: Mapped[moment | None]

    alert: Mapped[UrgeAlert] = relationship(back_populates="tellings")
    circle: Mapped[Circle] = relationship(lazy="joined")
