"""What is said in the room of an alert."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.circles.models import Member
from accountability.core.columns import HasPublicId, Sealed, created, sealed_column
from accountability.core.extensions import Base
from accountability.urges.company import SILENT_AFTER
from accountability.urges.models import UrgeAlert


class AlertResponse(HasPublicId, Base):
    """A friend's words to an open alert, or the author's own in its room."""

    __tablename__ = "alert_responses"

    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey(UrgeAlert.id), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey(Member.id))
    text_sealed: Mapped[bytes | None] = sealed_column()
    ready: Mapped[str | None] = mapped_column(String(24))
    sent_at: Mapped[created]

    alert: Mapped[UrgeAlert] = relationship(back_populates="responses")
    member: Mapped[Member] = relationship(lazy="joined")
    text = Sealed("text_sealed")

    @property
    def is_own(self) -> bool:
        """Whether these are somebody's own words, and not a quick tap."""
        return self.ready is None

    @property
    def quiet_at(self) -> datetime:
        """Until when these words are company: three minutes, if their friend does not leave."""
        quiet_at = self.sent_at + SILENT_AFTER
        return min(quiet_at, self.member.left_at or quiet_at)

    @property
    def sealed_owner(self) -> str:
        """The member who said it."""
        return self.member.public_id
