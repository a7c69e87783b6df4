"""What an account is owed to be told, by which road, and where it wants to be reached."""

import json
from datetime import timedelta

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.accounts.models import Account, SignIn
from accountability.circles.models import Circle, Member
from accountability.core import clock
from accountability.core.columns import (
    HasPublicId,
    Sealed,
    chosen,
    created,
    moment,
    one_while,
    sealed_column,
)
from accountability.core.extensions import Base
from accountability.notifications.choices import Matter, Road

UNPROVEN_AFTER = timedelta(days=30)
URGENT = {"alert", "drill"}
BY_MAIL = text("device_id IS NULL")


class Notification(HasPublicId, Base):
    """One thing owed to one account. `kind` chooses the words, `names` (JSON) fills them."""

    __tablename__ = "notifications"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    names_sealed: Mapped[bytes | None] = sealed_column()
    location: Mapped[str] = mapped_column(String(120), index=True)
    made_at: Mapped[created]
    read_at: Mapped[moment | None]

    account: Mapped[Account] = relationship(lazy="joined")
    names = Sealed("names_sealed")

    @property
    def sealed_owner(self) -> str:
        """The account that is told."""
        return self.account.public_id

    @property
    def fills(self) -> dict[str, str]:
        """What fills its words, by name."""
        found: dict[str, str] = json.loads(self.names or "{}")
        return found

    @property
    def is_urgent(self) -> bool:
        """Whether it is a call, or the test of one: it waits behind no news, and goes stale."""
        return self.kind in URGENT

    @property
    def about(self) -> str:
        """The public id that its location names: an alert, a circle, a drill."""
        return self.location.split("/")[2]


class Device(HasPublicId, Base):
    """A browser that agreed to be pushed to, for as long as it is signed in."""

    __tablename__ = "devices"
    __table_args__ = (one_while("uq_devices_endpoint", "endpoint_mark", unset="gone_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), index=True)
    sign_in_id: Mapped[int] = mapped_column(ForeignKey(SignIn.id), index=True)
    endpoint_mark: Mapped[bytes] = mapped_column(LargeBinary(32))
    endpoint_sealed: Mapped[bytes | None] = sealed_column()
    keys_sealed: Mapped[bytes | None] = sealed_column()
    made_at: Mapped[created]
    proven_at: Mapped[moment | None]
    gone_at: Mapped[moment | None]

    account: Mapped[Account] = relationship(lazy="joined")
    sign_in: Mapped[SignIn] = relationship(lazy="joined")
    endpoint = Sealed("endpoint_sealed")
    keys = Sealed("keys_sealed")

    @property
    def sealed_owner(self) -> str:
        """The account that agreed."""
        return self.account.public_id

    @property
    def is_live(self) -> bool:
        """Whether it may be pushed to: not gone, and nobody ended its sign-in."""
        return self.gone_at is None and self.sign_in.ended_at is None

    @property
    def is_proven(self) -> bool:
        """Whether something arrived on it within the last thirty days."""
        return self.proven_at is not None and clock.now() - self.proven_at <= UNPROVEN_AFTER

    def forget(self) -> None:
        """Keep nothing by which it could be reached."""
        self.gone_at = self.gone_at or clock.now()
        self.endpoint = self.keys = None


class Delivery(HasPublicId, Base):
    """One notification on one road: to a device, or by mail. `step` tells its repeats apart."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("notification_id", "step", "road", "device_id"),
        Index(
            "uq_deliveries_mail",
            "notification_id",
            "step",
            unique=True,
            sqlite_where=BY_MAIL,
            postgresql_where=BY_MAIL,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notification_id: Mapped[int] = mapped_column(ForeignKey(Notification.id))
    road: Mapped[Road] = mapped_column(chosen(Road))
    device_id: Mapped[int | None] = mapped_column(ForeignKey(Device.id), index=True)
    step: Mapped[int] = mapped_column(default=0)
    is_loud: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[created]
    handed_at: Mapped[moment | None]
    accepted_at: Mapped[moment | None]
    arrived_at: Mapped[moment | None]
    fault: Mapped[str | None] = mapped_column(String(24))

    notification: Mapped[Notification] = relationship(lazy="joined")
    device: Mapped[Device | None] = relationship(lazy="joined")


class Preference(Base):
    """Whether an account is told about a matter by a road.

    `place` is the public id of a circle, or empty for everywhere; a circle's own goes first.
    """

    __tablename__ = "preferences"

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), primary_key=True)
    place: Mapped[str] = mapped_column(String(22), primary_key=True, default="")
    matter: Mapped[Matter] = mapped_column(chosen(Matter), primary_key=True)
    road: Mapped[Road] = mapped_column(chosen(Road), primary_key=True)
    wanted: Mapped[bool]


class Availability(Base):
    """When an account is not to be reached: quiet hours by its own clock, and "not now"."""

    __tablename__ = "availabilities"

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), primary_key=True)
    quiet_from: Mapped[int | None]
    quiet_until: Mapped[int | None]
    rings_through: Mapped[bool] = mapped_column(default=False)
    away_until: Mapped[moment | None]


class Drill(HasPublicId, Base):
    """A test that a member sent to the circle, to see whether what is pushed arrives."""

    __tablename__ = "drills"

    id: Mapped[int] = mapped_column(primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey(Circle.id), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey(Member.id))
    sent_at: Mapped[created]

    circle: Mapped[Circle] = relationship(lazy="joined")
    member: Mapped[Member] = relationship(lazy="joined")
