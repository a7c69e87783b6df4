"""Small steps that the tests of watches share. The clock stands at a Saturday noon in UTC."""

from datetime import UTC, datetime, timedelta

from accountability.core import clock, keeping
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.notifications.models import Notification
from accountability.watches import services

HOUR = timedelta(hours=1)
NOON = datetime(2027, 3, 6, 12, tzinfo=UTC)  # a Saturday, later than any test runs
SATURDAY, SUNDAY = 5, 6


def at(hours=0, minutes=0):
    """Let it be so long after that noon."""
    return clock.at(NOON + timedelta(hours=hours, minutes=minutes))


def hour(number):
    """An hour of UTC, so many after that noon."""
    return NOON + number * HOUR


def offer(cast, name, *hours):
    """Let somebody offer hours of the week."""
    return services.offer_hours(cast.member(name), hours)


def keep_due(app):
    """Keep what is due at the clock's moment, and what follows from it."""
    while keeping.keep_due(app):
        db.session.rollback()


def live_in(cast, name, zone):
    """Let somebody live in a zone."""
    account = cast.account(name)
    with quiet_change():
        account.zone = zone


def told(cast, name):
    """The kinds of what somebody was told, the oldest first."""
    db.session.rollback()
    account = cast.account(name)
    query = db.session.query(Notification).filter_by(account_id=account.id)
    return [one.kind for one in query.order_by(Notification.id)]
