"""What the note of an alert said before its author wrote another one."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.core.columns import HasPublicId, Sealed, created, sealed_column
from accountability.core.extensions import Base
from accountability.urges.models import UrgeAlert


class EarlierNote(HasPublicId, Base):
    """A note that was replaced: shown to nobody, kept while somebody may report what it said."""

    __tablename__ = "earlier_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey(UrgeAlert.id), index=True)
    note_sealed: Mapped[bytes | None] = sealed_column()
    replaced_at: Mapped[created]

    alert: Mapped[UrgeAlert] = relationship()
    note = Sealed("note_sealed")

    @property
    def sealed_owner(self) -> str:
        """The member who raised the alert."""
        return self.alert.sealed_owner
