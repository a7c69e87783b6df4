"""The door of notifications: an account's own, and nobody else's."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import case, distinct, func, or_, select

from accountability.accounts.models import Account, SignIn
from accountability.circles import access as circles
from accountability.circles.models import Circle, Member
from accountability.core import clock
from accountability.core.extensions import db
from accountability.core.mail import Mail
from accountability.core.streams import Entry
from accountability.notifications.choices import ELSEWHERE, Road
from accountability.notifications.models import (
    UNPROVEN_AFTER,
    Delivery,
    Device,
    Drill,
    Notification,
)
from accountability.notifications.tidings import Matters, Tidings
from accountability.urges import access as urges
from accountability.urges.models import UrgeAlert

SHOWN = 50
LATELY = timedelta(hours=1)
IS_NEWS = Notification.kind.not_in(ELSEWHERE)


def latest_of(account_id: int) -> Sequence[Notification]:
    """The newest notifications of this account, the newest first."""
    query = select(Notification).where(Notification.account_id == account_id, IS_NEWS)
    return db.session.scalars(query.order_by(Notification.id.desc()).limit(SHOWN)).all()


def unread_of(account: Account, seq: int | None = None) -> Sequence[Notification]:
    """What this account has not seen yet, up to a number of its stream, the oldest first."""
    query = select(Notification).where(
        Notification.account_id == account.id, Notification.read_at.is_(None), IS_NEWS
    )
    if seq is not None:
        come = select(Entry.card_id).where(
            Entry.stream_id == account.stream_id,
            Entry.kind == "notification",
            Entry.seq == Entry.first,
            Entry.first <= seq,
        )
        query = query.where(Notification.public_id.in_(come))
    return db.session.scalars(query.order_by(Notification.id)).all()


def told_before(kind: str, locations: Collection[str]) -> set[tuple[int, str]]:
    """Which accounts were told this once, about which of these places."""
    query = select(Notification.account_id, Notification.location).where(
        Notification.kind == kind, Notification.location.in_(locations)
    )
    return {(account_id, location) for account_id, location in db.session.execute(query)}


def told_lately(several: Collection[Tidings]) -> dict[Matters, list[Notification]]:
    """What these accounts were told of the same within the hour, the newest first."""
    found: dict[Matters, list[Notification]] = defaultdict(list)
    query = select(Notification).where(
        Notification.account_id.in_({one.account.id for one in several}),
        Notification.kind.in_({one.kind for one in several}),
        Notification.location.in_({one.location for one in several}),
        Notification.made_at > clock.now() - LATELY,
    )
    for one in db.session.scalars(query.order_by(Notification.id.desc())):
        found[one.account_id, one.kind, one.location].append(one)
    return found


def count_unread(account_id: int) -> int:
    """How many things this account has not seen yet."""
    query = select(func.count()).where(
        Notification.account_id == account_id, Notification.read_at.is_(None), IS_NEWS
    )
    return db.session.scalar(query) or 0


def device_for(account_id: int, device_id: str) -> Device | None:
    """A device of this account that may be pushed to."""
    query = select(Device).where(Device.public_id == device_id, Device.account_id == account_id)
    device = db.session.scalar(query)
    return device if device is not None and device.is_live else None


def delivery_for(account_id: int, delivery_id: str) -> Delivery | None:
    """A delivery to this account, by the id that its device was told."""
    query = select(Delivery).where(Delivery.public_id == delivery_id)
    delivery = db.session.scalar(query)
    if delivery is None or delivery.notification.account_id != account_id:
        return None
    return delivery


def last_drill(circle: Circle) -> Drill | None:
    """The latest test that somebody sent to this circle."""
    query = select(Drill).where(Drill.circle_id == circle.id).order_by(Drill.id.desc())
    return db.session.scalars(query.limit(1)).first()


def drill_for(account_id: int, drill_id: str) -> tuple[Member, Drill] | None:
    """The viewer, and a test that was sent to a circle of theirs."""
    drill = db.session.scalar(select(Drill).where(Drill.public_id == drill_id))
    viewer = circles.member_of(account_id, drill.circle.public_id) if drill is not None else None
    return (viewer, drill) if viewer is not None and drill is not None else None


def count_proven(circle: Circle) -> int:
    """How many members have a device on which something arrived within thirty days."""
    there = [member.account_id for member in circle.members]
    query = (
        select(func.count(distinct(Device.account_id)))
        .join(Device.sign_in)
        .where(Device.account_id.in_(there), Device.gone_at.is_(None), SignIn.ended_at.is_(None))
        .where(Device.proven_at >= clock.now() - UNPROVEN_AFTER)
    )
    return db.session.scalar(query) or 0


def count_arrived(drill: Drill) -> int:
    """On how many friends' devices a test arrived."""
    query = select(func.count(distinct(Notification.account_id))).join(Delivery.notification)
    arrived = (
        Notification.location == f"/drills/{drill.public_id}",
        Delivery.arrived_at.is_not(None),
    )
    return db.session.scalar(query.where(*arrived)) or 0


def rung_by(alert: UrgeAlert) -> set[int]:
    """The accounts that were owed a ring about this alert."""
    at = Notification.location == f"/alerts/{alert.public_id}", Notification.kind == "alert"
    return set(db.session.scalars(select(Notification.account_id).where(*at)))


def count_deliveries(alert: UrgeAlert) -> tuple[int, int]:
    """To how many friends it was sent by push or mail, and to how many a push service took it.

    What is handed over by mail is only owed: it is sent once a mail server has the letter. Who
    said that they cannot counts as if it had gone out to them: a lower count would tell of it.
    """
    left = select(Mail.id).where(Mail.public_id == Delivery.public_id, Mail.sent_at.is_not(None))
    declined = Notification.account_id.in_(urges.who_declined(alert))
    pushed = or_(Delivery.accepted_at.is_not(None), declined & (Delivery.road == Road.PUSH))
    took = case((pushed, Notification.account_id))
    went = Delivery.handed_at.is_not(None) & or_(Delivery.road != Road.MAIL, left.exists())
    query = (
        select(func.count(distinct(Notification.account_id)), func.count(distinct(took)))
        .join(Delivery.notification)
        .where(Notification.location == f"/alerts/{alert.public_id}", Notification.kind == "alert")
        .where(Delivery.made_at >= alert.raised_at, Delivery.fault.is_(None))
        .where(or_(went, declined))
    )
    sent, delivered = db.session.execute(query).one()
    return sent, delivered
