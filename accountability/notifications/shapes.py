"""The card of a notification, in the stream of its own account."""

from collections.abc import Iterable

from accountability.core import cards
from accountability.core.cards import Card, Shape
from accountability.notifications import access
from accountability.notifications.events import (
    AlertDelivered,
    DeviceAgreed,
    DeviceForgotten,
    DrillSent,
    NewsRead,
    Notified,
    ReachChosen,
)
from accountability.notifications.models import Notification
from accountability.notifications.wording import sentence_of
from accountability.urges.reach import COUNTS
from accountability.urges.shapes import REACH


def _notification(notification: Notification) -> Shape:
    read_at = notification.read_at
    return {
        "id": notification.public_id,
        "text": sentence_of(notification),
        "location": notification.location,
        "at": notification.made_at.isoformat(),
        "read_at": read_at.isoformat() if read_at else None,
    }


NOTIFICATION = cards.kind(
    "notification",
    Notification,
    "notifications/_notification.html",
    shape=_notification,
    streams=lambda notification: [notification.account.stream_id],
)


@cards.changed_by(Notified)
def show_notification(event: Notified) -> Iterable[Card]:
    """One more thing to be told."""
    return [NOTIFICATION(event.notification)]


@cards.changed_by(NewsRead)
def show_as_read(event: NewsRead) -> Iterable[Card]:
    """They were seen, on whatever screen."""
    return [NOTIFICATION(notification) for notification in event.read]


COUNTS.append(access.count_deliveries)
cards.changed_by(AlertDelivered)(lambda event: [REACH(event.alert)])
# How somebody is reached is nobody else's to see.
cards.changed_by(DeviceAgreed, DeviceForgotten, ReachChosen, DrillSent)(lambda _event: [])
