"""Mail: a row written with its cause; it is sent afterwards, or kept in the local outbox."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from accountability.core.columns import HasPublicId, Sealed, created, moment, sealed_column
from accountability.core.extensions import Base, db


class Mail(HasPublicId, Base):
    """One mail that is owed to one address. Its body may hold links that sign in: it is sealed."""

    __tablename__ = "mails"

    id: Mapped[int] = mapped_column(primary_key=True)
    address_sealed: Mapped[bytes | None] = sealed_column()
    subject: Mapped[str] = mapped_column(String(120))
    body_sealed: Mapped[bytes | None] = sealed_column()
    made_at: Mapped[created]
    due_at: Mapped[created]
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[moment | None]

    address = Sealed("address_sealed")
    body = Sealed("body_sealed")

    @property
    def sealed_owner(self) -> str:
        """A mail belongs to nobody but itself."""
        return self.public_id


def owe(address: str, subject: str, body: str) -> Mail:
    """Write a mail into the transaction under way; it goes out after the commit."""
    mail = Mail(address=address, subject=subject, body=body)
    db.session.add(mail)
    return mail
