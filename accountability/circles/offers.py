"""The offer of a circle to another member. It waits for a yes, which exchanges the roles."""

from enum import StrEnum
from typing import ClassVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.circles.models import Circle, Member, Role
from accountability.core import clock
from accountability.core.columns import HasPublicId, chosen, created, moment, one_while
from accountability.core.extensions import Base


class QuestionEnd(StrEnum):
    """How a question ended. Void: one of the two left or may not any more, or the circle closed."""

    TAKEN = "taken"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    VOID = "void"


class Question:
    """What one member asks of another, and waits for a yes: how it stands, and how it ends.

    `over` is said to whoever answers too late.
    """

    over: ClassVar[LazyString] = _l("This was answered or taken back already.")

    ended_at: Mapped[moment | None]
    end: Mapped[QuestionEnd | None] = mapped_column(chosen(QuestionEnd))

    @property
    def is_open(self) -> bool:
        """Whether a yes would change anything now."""
        raise NotImplementedError

    @property
    def state(self) -> str:
        """open, taken, declined, withdrawn or void."""
        if self.end is not None:
            return self.end.value
        return "open" if self.is_open else "void"

    def finish(self, end: QuestionEnd) -> None:
        """Let it end in this way."""
        self.end, self.ended_at = end, clock.now()


class HandoverOffer(Question, HasPublicId, Base):
    """A host asks another member to be the host. A circle has one open offer at most."""

    __tablename__ = "handover_offers"
    __table_args__ = (one_while("uq_handover_offers_open", "circle_id", unset="ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey(Circle.id), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey(Member.id))
    to_id: Mapped[int] = mapped_column(ForeignKey(Member.id))
    offered_at: Mapped[created]

    circle: Mapped[Circle] = relationship(lazy="joined")
    by: Mapped[Member] = relationship(foreign_keys=[by_id], lazy="joined")
    to: Mapped[Member] = relationship(foreign_keys=[to_id], lazy="joined")

    @property
    def is_open(self) -> bool:
        """Whether a yes would make another host now."""
        stands = self.by.belongs and self.by.role is Role.HOST and self.to.belongs
        return self.ended_at is None and stands
