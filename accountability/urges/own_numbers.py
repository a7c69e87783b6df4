"""The telephone numbers that a member keeps for a bad hour."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.accounts.models import Account
from accountability.core.columns import HasPublicId, Sealed, created, sealed_column
from accountability.core.extensions import Base

MOST_NUMBERS = 3


class OwnNumber(HasPublicId, Base):
    """A telephone number that a member keeps for a bad hour. Nobody else sees it."""

    __tablename__ = "own_numbers"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), index=True)
    name_sealed: Mapped[bytes | None] = sealed_column()
    number_sealed: Mapped[bytes | None] = sealed_column()
    kept_at: Mapped[created]

    account: Mapped[Account] = relationship()
    name = Sealed("name_sealed")
    number = Sealed("number_sealed")

    @property
    def sealed_owner(self) -> str:
        """The account that keeps it."""
        return self.account.public_id
