"""The hours that members offer, what differs for one hour, and what one asks of a friend."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.circles.models import Circle, Member
from accountability.circles.offers import Question
from accountability.core import clock
from accountability.core.columns import HasPublicId, Moment, created, moment, one_while
from accountability.core.extensions import Base
from accountability.watches.watching import HOUR


class WatchHour(Base):
    """An hour of every week that a member offers, in their own zone."""

    __tablename__ = "watch_hours"
    __table_args__ = (
        one_while("uq_watch_hours_offered", "member_id", "weekday", "hour", unset="withdrawn_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey(Member.id), index=True)
    weekday: Mapped[int]
    hour: Mapped[int]
    offered_at: Mapped[created]
    withdrawn_at: Mapped[moment | None]


class SingleHour(HasPublicId, Base):
    """One hour of UTC that a member took, or gave back, whatever they offer weekly."""

    __tablename__ = "single_hours"
    __table_args__ = (UniqueConstraint("member_id", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey(Member.id))
    starts_at: Mapped[datetime] = mapped_column(Moment(), index=True)
    is_taken: Mapped[bool]
    chosen_at: Mapped[created]

    member: Mapped[Member] = relationship(lazy="joined")


class Swap(Question, HasPublicId, Base):
    """A member asks a friend to take an hour over, or to exchange it for one of theirs."""

    __tablename__ = "swaps"
    __table_args__ = (
        Index("ix_swaps_by", "by_id"),
        Index("ix_swaps_to", "to_id"),
        one_while("uq_swaps_open", "by_id", "to_id", "starts_at", unset="ended_at"),
    )

    over = _l("This was answered or taken back already, or the hour is over.")

    id: Mapped[int] = mapped_column(primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey(Circle.id), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey(Member.id))
    to_id: Mapped[int] = mapped_column(ForeignKey(Member.id))
    starts_at: Mapped[datetime] = mapped_column(Moment())
    in_return_at: Mapped[moment | None]
    asked_at: Mapped[created]

    circle: Mapped[Circle] = relationship(lazy="joined")
    by: Mapped[Member] = relationship(foreign_keys=[by_id], lazy="joined")
    to: Mapped[Member] = relationship(foreign_keys=[to_id], lazy="joined")

    @property
    def is_over(self) -> bool:
        """Whether one of its hours has passed."""
        first = min(at for at in (self.starts_at, self.in_return_at) if at is not None)
        return first + HOUR <= clock.now()

    @property
    def is_open(self) -> bool:
        """Whether a yes would change the watch now."""
        return self.ended_at is None and not self.is_over and self.by.belongs and self.to.belongs


class EveningHush(Base):
    """A member who asked not to be asked in the evening when a night is bare."""

    __tablename__ = "evening_hushes"

    member_id: Mapped[int] = mapped_column(ForeignKey(Member.id), primary_key=True)
    hushed_at: Mapped[created]
