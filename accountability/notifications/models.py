"""What an account is owed to be told."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.accounts.models import Account
from accountability.core.columns import HasPublicId, Sealed, created, moment, sealed_column
from accountability.core.extensions import Base


class Notification(HasPublicId, Base):
    """One thing owed to one account. `kind` chooses the words, `names` (JSON) fills them."""

    __tablename__ = "notifications"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    names_sealed: Mapped[bytes | None] = sealed_column()
    location: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[created]
    read_at: Mapped[moment | None]

    account: Mapped[Account] = relationship(lazy="joined")
    names = Sealed("names_sealed")

    @property
    def sealed_owner(self) -> str:
        """The account that is told."""
        return self.account.public_id
