"""How soon one person is rung again about one friend in one circle, and in whose place.

A call is never refused, so pressing and closing, or coming and going, without end would ring all
phones without end, at night too. The usual steps of the ladder lie further apart than this.
"""

import hashlib
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta

from sqlalchemy import func, select

from accountability.core import clock
from accountability.core.extensions import db
from accountability.moderation.models import Sanction, SanctionKind
from accountability.notifications.choices import Road
from accountability.notifications.models import Delivery, Notification
from accountability.urges.access import alert_told
from accountability.urges.models import UrgeAlert

PAUSE, LOOK_BACK = timedelta(days=1), 2000
QUIET, LOUD, MAIL = timedelta(minutes=1), timedelta(seconds=20), timedelta(minutes=5)


def space_of(delivery: Delivery) -> timedelta:
    """How long after the one before it this comes at the earliest."""
    if delivery.road is Road.MAIL:
        return MAIL
    return LOUD if delivery.is_loud else QUIET


def free_at(delivery: Delivery, alert: UrgeAlert) -> datetime | None:
    """When this may go out, if something about the same friend went the same way just before.

    Before a loud one counts only what was loud: it must not wait for what nobody heard.
    """
    space = space_of(delivery)
    latest = (
        select(func.max(Delivery.handed_at))
        .join(Delivery.notification)
        .join(UrgeAlert, "/alerts/" + UrgeAlert.public_id == Notification.location)
        .where(UrgeAlert.member_id == alert.member_id, Notification.kind == "alert")
        .where(Notification.account_id == delivery.notification.account_id)
        .where(Delivery.device_id == delivery.device_id)
        .where(Delivery.handed_at > clock.now() - space, Delivery.fault.is_(None))
    )
    if delivery.is_loud and delivery.road is Road.PUSH:
        latest = latest.where(Delivery.is_loud)
    went_at: datetime | None = db.session.scalar(latest)
    return went_at + space if went_at else None


def words_free_at(delivery: Delivery) -> datetime | None:
    """When this may go out, if other words of the same room went the same way just before.

    It looks only so far back: whoever is written to without end has very many.
    """
    lately = select(Delivery.device_id, Delivery.handed_at, Delivery.fault).where(
        Delivery.notification_id == delivery.notification_id
    )
    if delivery.road is Road.MAIL:
        lately = lately.where(Delivery.device_id.is_(None))
    those = lately.order_by(Delivery.step.desc()).limit(LOOK_BACK).subquery().c
    space = space_of(delivery)
    latest = select(func.max(those.handed_at)).where(
        those.device_id == delivery.device_id, those.handed_at > clock.now() - space
    )
    went_at: datetime | None = db.session.scalar(latest.where(those.fault.is_(None)))
    return went_at + space if went_at else None


def is_said(delivery: Delivery) -> bool:
    """Whether the same call was handed on there since this was owed: a repeat says nothing new."""
    since = (
        select(Delivery.id)
        .where(Delivery.notification_id == delivery.notification_id, Delivery.id != delivery.id)
        .where(Delivery.device_id == delivery.device_id)
        .where(Delivery.handed_at >= delivery.made_at, Delivery.fault.is_(None))
    )
    if delivery.is_loud:
        since = since.where(Delivery.is_loud)
    return db.session.scalars(since.limit(1)).first() is not None


def rang_of_pause(kind: str, sanction: Sanction) -> bool:
    """Whether this person was told aloud of a pause in the same circle within a day, in this kind.

    A pause may be taken back and made again at once, also by mistake, so neither is refused. Each
    stands in the news; but no host rings somebody's phone without end by that.
    """
    if sanction.kind is not SanctionKind.MUTE:
        return False
    query = (
        select(Delivery.id)
        .join(Delivery.notification)
        .join(Sanction, "/sanctions/" + Sanction.public_id == Notification.location)
        .where(Notification.account_id == sanction.member.account_id, Notification.kind == kind)
        .where(Sanction.circle_id == sanction.circle_id, Sanction.kind == sanction.kind)
        .where(Delivery.made_at > clock.now() - PAUSE)
    )
    return db.session.scalars(query.limit(1)).first() is not None


def topic_of(delivery: Delivery) -> str:
    """What this takes the place of: calls of one friend in one circle stand there once.

    It says nothing: no push service can tell two people's apart, or one person's together.
    """
    told = delivery.notification
    alert = alert_told(told.about) if told.kind == "alert" else None
    if alert is None:
        return told.public_id
    whose = f"{told.account.public_id}:{alert.member.public_id}".encode()
    return urlsafe_b64encode(hashlib.sha256(whose).digest()).decode()[:22]


def is_known(delivery: Delivery) -> bool:
    """Whether the push service of this device took the same before."""
    earlier = (
        select(Delivery.id)
        .where(Delivery.notification_id == delivery.notification_id)
        .where(Delivery.device_id == delivery.device_id, Delivery.accepted_at.is_not(None))
    )
    return db.session.scalars(earlier.limit(1)).first() is not None
