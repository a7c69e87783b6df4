"""That an alert was handed on, once for each step, and whom it asks by name."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.circles.models import Member
from accountability.core.columns import Moment, chosen, created
from accountability.core.extensions import Base
from accountability.urges.ladder import StepKind
from accountability.urges.models import UrgeAlert


class HandOn(Base):
    """One step of the ladder that was made. `since` names its round."""

    __tablename__ = "hand_ons"
    __table_args__ = (UniqueConstraint("alert_id", "since", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey(UrgeAlert.id))
    since: Mapped[datetime] = mapped_column(Moment())
    number: Mapped[int]
    kind: Mapped[StepKind] = mapped_column(chosen(StepKind))
    named_id: Mapped[int | None] = mapped_column(ForeignKey(Member.id))
    watching: Mapped[int]  # how many who hear it were on watch then
    made_at: Mapped[created]

    alert: Mapped[UrgeAlert] = relationship(back_populates="hand_ons")
    named: Mapped[Member | None] = relationship(lazy="joined")

    @property
    def is_loud(self) -> bool:
        """Whether it asks somebody, and does not only ring again."""
        return self.kind is not StepKind.RING
