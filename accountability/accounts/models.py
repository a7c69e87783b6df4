"""Who signs in, and from where."""

from typing import Any

from flask_security import RoleMixin, UserMixin
from sqlalchemy import JSON, Column, ForeignKey, LargeBinary, String, Table
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.core.columns import HasPublicId, created, moment, short_text
from accountability.core.extensions import Base
from accountability.core.streams import Stream

STAFF = "staff"

roles_of_accounts = Table(
    "accounts_staff_roles",
    Base.metadata,
    Column("account_id", ForeignKey("accounts.id"), primary_key=True),
    Column("staff_role_id", ForeignKey("staff_roles.id"), primary_key=True),
)


class StaffRole(RoleMixin, Base):
    """What somebody may do for the whole service. `Role` is a member's role in a circle."""

    __tablename__ = "staff_roles"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(24), unique=True)
    description: Mapped[str | None] = mapped_column(String(255))
    permissions: Mapped[Any] = mapped_column(MutableList.as_mutable(JSON), nullable=True)


class Account(HasPublicId, UserMixin, Base):
    """A person's sign-in. Its e-mail address is never shown to anybody else."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    stream_id: Mapped[int] = mapped_column(ForeignKey(Stream.id), unique=True)
    name: Mapped[short_text]
    email: Mapped[str] = mapped_column(String(255), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[moment | None]
    made_at: Mapped[created]
    adult_at: Mapped[moment | None]
    consented_at: Mapped[moment | None]
    zone: Mapped[str] = mapped_column(String(48), default="UTC")
    language: Mapped[str] = mapped_column(String(8), default="en")
    theme: Mapped[str | None] = mapped_column(String(8))
    password_set_at: Mapped[moment | None]
    # Flask-Security asks for three of these by name once codes are on; the counter is ours.
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    totp_counter: Mapped[int | None]
    mf_recovery_codes: Mapped[Any] = mapped_column(MutableList.as_mutable(JSON), nullable=True)

    stream: Mapped[Stream] = relationship(lazy="joined")
    roles: Mapped[list[StaffRole]] = relationship(  # type: ignore[assignment]
        secondary=roles_of_accounts
    )

    @property
    def is_staff(self) -> bool:
        """Whether this account helps to run the service."""
        return any(role.name == STAFF for role in self.roles)

    @property
    def belongs(self) -> bool:
        """Whether the account may still act at all."""
        return self.active

    @property
    def sealed_owner(self) -> str:
        """An account owns itself."""
        return self.public_id


class SignIn(HasPublicId, Base):
    """One browser an account is signed in on; ended by its owner at any time.

    The browser's cookie holds a token, the row only its hash: a copied database signs nobody in.
    """

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    browser: Mapped[short_text]
    signed_in_at: Mapped[created]
    seen_at: Mapped[created]
    ended_at: Mapped[moment | None]

    account: Mapped[Account] = relationship()
