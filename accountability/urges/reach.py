"""How far an alert came: on whose screens, seen by whom, and who cannot now."""

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
