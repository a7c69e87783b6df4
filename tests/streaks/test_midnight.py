"""A day turns at the first moment of it where a member lives, once, whatever clocks do there."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from accountability.accounts import services as accounts
from accountability.circles.access import my_members
from accountability.circles.models import Sharing
from accountability.core import clock, keeping
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.core.promises import Promise, promise
from accountability.core.reading import head_of
from accountability.streaks import services
from accountability.streaks.models import Milestone
from tests.cast import make_account, make_circle

ODD = [  # no midnight, two midnights, no such day; since 2011, from the tz database
    ("Africa/Cairo", date(2024, 4, 26)),
    ("America/Santiago", date(2024, 9, 8)),
    ("America/Havana", date(2024, 11, 3)),
    ("America/Havana", date(2024, 3, 10)),
    ("Asia/Beirut", date(2024, 3, 31)),
    ("Atlantic/Azores", date(2024, 10, 27)),
    ("Pacific/Apia", date(2011, 12, 31)),
]
ZONES = [
    "Europe/Berlin",
    "Pacific/Auckland",
    "Pacific/Honolulu",
    "Asia/Kathmandu",
    *{z for z, _ in ODD},
]


def local(moment, zone):
    return moment.astimezone(ZoneInfo(zone)).date()


def is_first(moment, zone, day):
    return local(moment, zone) == day and local(moment - timedelta(seconds=1), zone) < day


@pytest.mark.parametrize(("zone", "day"), ODD)
def test_a_day_begins_at_its_first_moment_on_odd_days(zone, day):
    assert is_first(clock.first_moment(zone, day), zone, day)


@given(st.sampled_from(ZONES), st.dates(date(2012, 1, 1), date(2035, 1, 1)))
def test_a_day_begins_at_its_first_moment(zone, day):
    assert is_first(clock.first_moment(zone, day), zone, day)


def at(moment):
    return clock.at(moment)


def days_marked():
    db.session.rollback()
    return list(db.session.scalars(select(Milestone.days).order_by(Milestone.id)))


@pytest.fixture
def ana(context):
    account = make_account("Ana", zone="Pacific/Auckland")
    make_circle(account)
    return account


def noon(day):
    return clock.first_moment("Pacific/Auckland", day) + timedelta(hours=12)


def keep_all(app, until):
    with at(until):
        while keeping.keep_due(app):
            pass


def test_what_a_day_reaches_is_marked_at_midnight_once(app, ana):
    first = date(2026, 5, 1)
    with at(noon(first)):
        services.begin_journey(ana, first)

    midnight = clock.first_moment("Pacific/Auckland", first + timedelta(days=1))
    keep_all(app, midnight - timedelta(seconds=1))
    before = days_marked()
    keep_all(app, midnight)
    keep_all(app, midnight + timedelta(hours=20))

    assert (before, days_marked()) == ([], [1])


def test_a_service_that_was_down_finds_every_day(app, ana):
    first = date(2026, 5, 1)
    with at(noon(first)):
        services.begin_journey(ana, first)

    keep_all(app, noon(first + timedelta(days=8)))

    assert days_marked() == [1, 3, 7]


def test_who_set_out_before_there_were_midnights_has_them_from_now_on(app, ana):
    first = date(2026, 5, 1)
    with at(noon(first)):
        about = services.begin_journey(ana, first).public_id
        with quiet_change():
            db.session.execute(delete(Promise))
            promise("midnight", about, due_at=clock.now(), key=f"{about}::")  # as 0008 writes it

    keep_all(app, noon(first))
    keep_all(app, noon(first + timedelta(days=1)))

    assert days_marked() == [1]


def test_flying_back_and_forth_marks_nothing_twice_and_misses_nothing(app, ana):
    first = date(2026, 5, 1)
    moment = noon(first)
    with at(moment):
        services.begin_journey(ana, first)
    for zone in ["Pacific/Honolulu", "Pacific/Auckland"] * 8:
        moment += timedelta(hours=11)
        with at(moment):
            accounts.change_settings(ana, name="Ana", zone=zone, language="en", theme=None)
            while keeping.keep_due(app):
                pass

    assert days_marked() == [1, 3, 7]


def owed():
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Promise))


def test_settings_that_leave_the_zone_as_it_was_owe_no_midnight(ana):
    first = date(2026, 5, 1)
    with at(noon(first)):
        services.begin_journey(ana, first)
        before = owed()
        for name in ("Ana", "Anna"):
            same = {"zone": ana.zone, "language": "en", "theme": None}
            accounts.change_settings(ana, name=name, **same)

    assert owed() == before


def test_the_new_day_comes_to_open_screens_where_days_are_shown(app, ana):
    first = date(2026, 5, 1)
    with at(noon(first)):
        services.begin_journey(ana, first)
    (member,) = my_members(ana.id)
    heads = [head_of(member.circle.stream)]
    for day, sharing in ((2, Sharing.EXACT), (3, Sharing.HIDDEN)):
        with at(noon(first + timedelta(days=day - 1))):
            services.choose_sharing(member, sharing)
            heads.append(head_of(member.circle.stream))
        keep_all(app, noon(first + timedelta(days=day)))
        heads.append(head_of(member.circle.stream))

    told = [after - before for before, after in zip(heads[1::2], heads[2::2], strict=True)]
    assert told[0] > 0
    assert told[1] == 0, "who hides the days is not given away by a number"


def test_utc_is_what_it_says():
    assert clock.first_moment("UTC", date(2026, 5, 1)) == datetime(2026, 5, 1, tzinfo=UTC)
