"""How things went out is forgotten after thirty days; what was told by them is not."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from accountability import retention
from accountability.core import clock
from accountability.core.extensions import db
from accountability.notifications import access, drilling
from accountability.notifications.models import Drill, Notification
from accountability.urges import services as urges
from tests.notifications.kit import deliveries

DAY = timedelta(days=1)


def days_ago(many):
    return clock.at(clock.now() - many * DAY)


def told(kind):
    """How many were told of this kind of thing."""
    db.session.rollback()
    return len(db.session.scalars(select(Notification).where(Notification.kind == kind)).all())


def test_deliveries_are_forgotten_after_thirty_days_and_news_is_not(phones, cast):
    phones.give("Ben")
    for days in (31, 29):
        with days_ago(days):
            alert = urges.raise_alert(cast.member("Ana"))
            phones.ring(alert)
            urges.take_back(cast.member("Ana"), alert)
    went, known = len(deliveries()), told("alert")

    retention.forget()

    left = deliveries()
    assert 0 < len(left) < went and told("alert") == known
    assert min(one.made_at for one in left) > clock.now() - 30 * DAY


def test_an_old_test_goes_with_all_that_it_told_and_the_latest_stays(phones, cast):
    phones.give("Ben")
    ana = cast.member("Ana")
    with days_ago(31):
        drilling.drill(ana)
        phones.keep()
    with days_ago(2):
        latest = drilling.drill(ana)
        phones.keep()
    known = told("drill")

    retention.forget()

    assert db.session.scalars(select(Drill)).all() == [latest]
    assert told("drill") == known / 2 > 0
    assert access.last_drill(ana.circle) == latest and not drilling.is_due(ana)
