"""The day after an alert, its author and who had them are asked, once, and nobody else."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from accountability.circles import services as circles
from accountability.core import clock, keeping
from accountability.core.extensions import db
from accountability.core.promises import Promise
from accountability.notifications.models import Notification
from accountability.urges import services
from accountability.urges.choices import Outcome
from accountability.urges.models import LAPSES_AFTER
from tests.cast import join, make_circle


@pytest.fixture
def alert(context, cast):
    alert = services.raise_alert(cast.circle() and cast.member("Ana"))
    services.claim(cast.member("Ben"), alert)
    return alert


def told():
    db.session.rollback()
    rows = db.session.scalars(select(Notification).order_by(Notification.id))
    kinds = ("day_after", "had_yesterday")
    return [(one.kind, one.account.name) for one in rows if one.kind in kinds]


def keep(app, **after):
    with clock.at(clock.now() + timedelta(**after)):
        while keeping.keep_due(app):
            pass


def test_both_are_asked_the_day_after_and_once(app, cast, alert):
    services.resolve(cast.member("Ana"), alert, Outcome.HELD)
    keep(app, minutes=5)
    early = told()

    keep(app, hours=34)
    keep(app, hours=40)

    assert (early, told()) == ([], [("day_after", "Ana"), ("had_yesterday", "Ben")])


def test_one_that_lapsed_is_asked_about_too(app, cast, alert):
    with clock.at(clock.now() + LAPSES_AFTER + timedelta(minutes=1)):
        services.end_lapsed_alerts()

    keep(app, hours=48)

    assert ("day_after", "Ana") in told()


def test_a_slip_of_the_thumb_is_not_asked_about(app, cast, alert):
    services.take_back(cast.member("Ana"), alert)

    keep(app, hours=34)

    assert told() == []


def test_who_left_is_not_asked(app, cast, alert):
    services.resolve(cast.member("Ana"), alert, Outcome.STILL_HARD)
    circles.leave(cast.member("Ben"))

    keep(app, hours=34)

    assert told() == [("day_after", "Ana")]


def test_who_left_the_circle_of_the_press_is_asked_in_one_that_was_told_too(app, context, cast):
    alert = services.raise_alert(cast.member("Ben"))
    second = make_circle(cast.account("Ben"), "Old friends")
    join(second, cast.account("Cleo"))
    services.also_tell(cast.member("Ben"), alert, second)
    circles.leave(cast.member("Ben"))
    services.resolve(second.members[0], alert, Outcome.HELD)

    keep(app, hours=34)

    [asked] = db.session.scalars(select(Notification).where(Notification.kind == "day_after"))
    assert asked.location == f"/circles/{second.public_id}"


def test_a_question_that_comes_days_too_late_is_not_asked(app, cast, alert):
    services.resolve(cast.member("Ana"), alert, Outcome.HELD)

    keep(app, days=5)

    assert told() == []


@pytest.mark.parametrize(
    ("zone", "evening"),
    [
        ("Europe/Berlin", "2027-03-27"),  # the next day's clock skips an hour
        ("Europe/Berlin", "2027-10-30"),  # an hour comes twice
        ("America/New_York", "2027-03-13"),
        ("America/New_York", "2027-11-06"),
        ("Australia/Lord_Howe", "2027-04-03"),  # half an hour comes twice
        ("Australia/Lord_Howe", "2027-10-02"),
        ("Europe/Berlin", "2027-06-01"),
        ("Asia/Kolkata", "2027-10-30"),
    ],
)
def test_the_question_comes_at_ten_also_on_a_day_on_which_clocks_change(
    context, cast, zone, evening
):
    ana = cast.circle() and cast.member("Ana")
    ana.account.zone = zone
    db.session.commit()
    raised_at = datetime.fromisoformat(f"{evening} 21:00").replace(tzinfo=ZoneInfo(zone))
    with clock.at(raised_at):
        services.resolve(ana, services.raise_alert(ana), Outcome.HELD)

    [due_at] = db.session.scalars(select(Promise.due_at).where(Promise.kind == "follow_up"))
    local = due_at.astimezone(ZoneInfo(zone))
    assert (local.date() - raised_at.date(), local.time()) == (timedelta(days=1), time(10))
