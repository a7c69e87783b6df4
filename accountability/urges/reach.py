"""How far an alert came: on whose screens, seen by whom, and who cannot now."""

from collections.abc import Callable

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from accountability.accounts.models import Account
from accountability.circles.models import Member
from accountability.core.columns import created, moment
from accountability.core.extensions import Base
from accountability.urges.models import UrgeAlert


class Decline(Base):
    """A friend's "I cannot now". The author never sees by name who said it."""

    __tablename__ = "declines"

    alert_id: Mapped[int] = mapped_column(ForeignKey(UrgeAlert.id), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey(Member.id), primary_key=True)
    declined_at: Mapped[created]


class Sighting(Base):
    """How far an alert came with one friend: on a screen, and seen on it."""

    __tablename__ = "sightings"

    alert_id: Mapped[int] = mapped_column(ForeignKey(UrgeAlert.id), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), primary_key=True)
    arrived_at: Mapped[created]
    seen_at: Mapped[moment | None]


# What is above counts to how many friends an alert was sent, and to how many it was delivered.
COUNTS: list[Callable[[UrgeAlert], tuple[int, int]]] = []


def deliveries_of(alert: UrgeAlert) -> tuple[int, int]:
    """To how many friends it was sent beside the page, and for how many a push service took it."""
    return next((count(alert) for count in COUNTS), (0, 0))
