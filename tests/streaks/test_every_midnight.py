"""I9 by a frozen clock: over each odd night, and wherever somebody moves, a length is marked once.

Whenever it is marked, it is so at the first moment of its day where they live then.
"""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from accountability.accounts import services as accounts
from accountability.core import clock, keeping
from accountability.core.extensions import db
from accountability.streaks import services
from accountability.streaks.models import Milestone
from tests.cast import make_account, make_circle
from tests.faults import owed

LENGTHS, DAYS, SECOND = (1, 3, 7), 9, timedelta(seconds=1)
FAR_EAST, FAR_WEST = "Pacific/Auckland", "Pacific/Honolulu"
NIGHTS = [  # each journey begins three days before a night that is odd, or as any other
    ("Europe/Berlin", date(2026, 3, 26)),
    ("Europe/Berlin", date(2026, 10, 22)),
    ("Pacific/Auckland", date(2026, 4, 2)),
    ("Pacific/Auckland", date(2026, 9, 24)),
    ("America/New_York", date(2026, 3, 5)),
    ("America/New_York", date(2026, 10, 29)),
    ("Australia/Lord_Howe", date(2026, 10, 1)),  # by half an hour
    ("Africa/Cairo", date(2026, 4, 21)),  # no midnight
    ("America/Santiago", date(2026, 9, 3)),
    ("America/Havana", date(2026, 3, 5)),
    ("America/Havana", date(2026, 10, 29)),  # two midnights
    ("Pacific/Apia", date(2011, 12, 27)),  # no 30th
    ("Asia/Kathmandu", date(2026, 5, 1)),
    ("Pacific/Honolulu", date(2026, 5, 1)),
]


def local(moment, zone):
    return moment.astimezone(ZoneInfo(zone)).date()


def keep_all(app, moment):
    with clock.at(moment):
        while keeping.keep_due(app):
            pass


def begin(zone, first):
    """Somebody in one circle, whose journey begins on that day there."""
    account = make_account("Ana", zone=zone)
    make_circle(account)
    with clock.at(clock.first_moment(zone, first) + timedelta(hours=12)):
        services.begin_journey(account, first)
    return account


def move(app, account, zone, moment):
    with clock.at(moment):
        accounts.change_settings(account, name="Ana", zone=zone, language="en", theme=None)
    keep_all(app, moment)


def marked():
    """The lengths that were marked, and the moment of each."""
    db.session.rollback()
    return list(db.session.execute(select(Milestone.days, Milestone.found_at)))


def wrong(wanted, found):
    """What is wrong with what was marked: a date for each length, wanted and found."""
    rows = [
        {"what": what, "who": "Ana", "days": days, "on": day}
        for what, those in (("reached", wanted), ("milestone", found))
        for days, day in those
    ]
    return list(owed.marked_once(rows))


@pytest.mark.parametrize(("zone", "first"), NIGHTS)
def test_over_any_night_each_length_is_marked_once_when_its_day_begins(app, context, zone, first):
    begin(zone, first)
    midnights = [clock.first_moment(zone, first + timedelta(days=day)) for day in range(1, DAYS)]

    for midnight in dict.fromkeys(midnights):
        for moment in (midnight - SECOND, midnight, midnight + timedelta(hours=12)):
            keep_all(app, moment)
            kept = (local(moment, zone) - first).days
            assert [days for days, _ in marked()] == [one for one in LENGTHS if one <= kept]

    wanted = [(days, local(midnights[days - 1], zone)) for days in LENGTHS]
    assert wrong(wanted, [(days, local(at, zone)) for days, at in marked()]) == []


def test_who_moves_west_a_minute_before_midnight_waits_for_that_days_midnight_there(app, context):
    first = date(2026, 5, 1)
    account, seventh = begin(FAR_EAST, first), first + timedelta(days=7)
    for day in range(1, 7):
        keep_all(app, clock.first_moment(FAR_EAST, first + timedelta(days=day)))
    midnight = clock.first_moment(FAR_EAST, seventh)

    move(app, account, FAR_WEST, midnight - timedelta(minutes=1))
    keep_all(app, midnight + timedelta(minutes=1))
    keep_all(app, clock.first_moment(FAR_WEST, seventh) - SECOND)
    before = [days for days, _ in marked()]
    keep_all(app, clock.first_moment(FAR_WEST, seventh))
    keep_all(app, clock.first_moment(FAR_WEST, seventh) + timedelta(hours=20))

    assert before == [1, 3]
    found = [(days, local(at, FAR_WEST)) for days, at in marked() if days == 7]
    assert wrong([(7, seventh)], found) == []


def test_who_moves_east_a_minute_before_midnight_has_the_day_that_is_there_at_once(app, context):
    first = date(2026, 5, 1)
    account = begin(FAR_WEST, first)
    for day in range(1, 7):
        keep_all(app, clock.first_moment(FAR_WEST, first + timedelta(days=day)))
    moment = clock.first_moment(FAR_WEST, first + timedelta(days=7)) - timedelta(minutes=1)

    move(app, account, FAR_EAST, moment)
    move(app, account, FAR_WEST, moment + timedelta(hours=1))
    move(app, account, FAR_EAST, moment + timedelta(hours=9))
    keep_all(app, moment + timedelta(days=1))

    found = [(days, local(at, FAR_EAST)) for days, at in marked() if days == 7]
    assert wrong([(7, first + timedelta(days=7))], found) == []
