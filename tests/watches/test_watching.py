"""Who is on watch when: by table, and by property over zones, days and hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accountability.core.clock import ZONES, first_moment
from accountability.watches.watching import (
    HOUR,
    QUARTER,
    Offered,
    Single,
    Span,
    Watch,
    hour_of,
    next_evening,
    night_of,
    quarters,
    spans,
)

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
ANA, BEN, MO = 1, 2, 3

zones = st.sampled_from(sorted(ZONES))
first_day, last_day = date(2025, 1, 1), date(2028, 1, 1)
moments = st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: MONDAY + MINUTE * minutes)
days = st.dates(first_day, last_day)


def weekly(*hours, member=ANA, zone="UTC", since=LONG_AGO, until=None):
    return [Offered(member, zone, weekday, hour, since, until) for weekday, hour in hours]


def whole_week(zone, member=ANA):
    every = [(weekday, hour) for weekday in range(7) for hour in range(24)]
    return weekly(*every, member=member, zone=zone)


def of(offered=(), singles=()):
    return Watch(list(offered), list(singles))


def at(hour, minute=0, day=0):
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


def test_who_offers_an_hour_is_on_watch_in_it_each_week_and_not_beside_it():
    watch = of(weekly((0, 22)))

    moments = [at(21, 59), at(22), at(22, 59), at(23), at(22, day=1), at(22, day=7)]
    assert [watch.on_at(one) for one in moments] == [(), (ANA,), (ANA,), (), (), (ANA,)]


@pytest.mark.parametrize(
    ("zone", "day", "hour", "lasts"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 2, 0),  # the clock skips it
        ("Europe/Berlin", date(2026, 10, 25), 2, 2),  # it comes twice
        ("Europe/Berlin", date(2026, 10, 24), 2, 1),
        ("Australia/Lord_Howe", date(2026, 4, 5), 1, 1.5),  # half of it comes twice
        ("Australia/Lord_Howe", date(2026, 10, 4), 2, 0.5),
        ("Asia/Kolkata", date(2026, 10, 25), 2, 1),
        ("America/New_York", date(2026, 11, 1), 1, 2),
    ],
)
def test_an_hour_that_a_clock_skips_is_nobodys_and_one_that_comes_twice_is_theirs_twice(
    zone, day, hour, lasts
):
    watch = of(weekly((day.weekday(), hour), zone=zone))
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)

    assert watch.carried(noon - 2 * DAY, noon + 2 * DAY).get(ANA, 0) == lasts


def test_a_zone_beside_the_hour_covers_two_halves():
    watch = of(weekly((0, 20), zone="Asia/Kolkata"))

    hours = {hour.starts_at: (hour.members, hour.least) for hour in watch.hours(at(14), 3)}
    assert hours == {at(14): ((ANA,), 0), at(15): ((ANA,), 0), at(16): ((), 0)}


def test_what_was_taken_or_given_back_goes_before_the_week():
    singles = [Single(ANA, at(22), is_taken=False), Single(BEN, at(22), is_taken=True)]
    watch = of(weekly((0, 22)), singles)

    assert [watch.on_at(at(22)), watch.on_at(at(22, day=7))] == [(BEN,), (ANA,)]


def test_an_offer_counts_from_when_it_was_made_until_it_was_withdrawn():
    watch = of(weekly((0, 9), since=at(9, 20), until=at(9, day=7)))

    moments = [at(9, 19), at(9, 20), at(9, day=7)]
    assert [watch.on_at(one) for one in moments] == [(), (ANA,), ()]


def test_of_the_hour_under_way_only_what_is_left_of_it_counts():
    watch = of(weekly((0, 2), since=at(2, 16)))

    now, whole = watch.hours(at(2, 17))[0], watch.hour(at(2))

    assert (now.members, now.least) == ((ANA,), 1), "who offered a minute ago is there"
    assert whole.least == 0


def test_hours_in_a_row_that_want_equally_many_are_one_span():
    taken = [Single(ANA, at(2), is_taken=True), Single(BEN, at(2), is_taken=True)]
    watch = of(singles=[*taken, Single(ANA, at(3), is_taken=True)])

    found = spans(watch.hours(at(0), 6))
    wanted = [(at(0), at(2), 2), (at(3), at(4), 1), (at(4), at(6), 2)]
    assert found == [Span(*one) for one in wanted]


@pytest.mark.parametrize(
    ("moment", "move"), [(at(20), at(22)), (at(22), at(23)), (at(23), at(22, day=7))]
)
def test_the_next_move_is_when_somebody_begins_or_ends(moment, move):
    assert of(weekly((0, 22))).next_move(moment) == move


def test_an_hour_that_a_clock_skips_ends_no_watch_for_good():
    sundays = of(weekly((6, 2), zone="Europe/Berlin"))
    last_before = datetime(2026, 3, 22, 2, tzinfo=UTC)

    assert sundays.next_move(last_before) == datetime(2026, 4, 5, 0, tzinfo=UTC)


@given(zone=zones, weekday=st.integers(0, 6), hour=st.integers(0, 23), moment=moments)
def test_who_offers_an_hour_of_the_week_is_always_moved_for(zone, weekday, hour, moment):
    assert of(weekly((weekday, hour), zone=zone)).next_move(moment) is not None


def test_without_anybody_nothing_moves_and_a_watch_of_now_ends_where_it_does():
    watch = of(weekly((0, 22), (0, 23)))

    assert of().next_move(at(20)) is None
    assert watch.until(ANA, at(22, 40)) == at(0, day=1)


def test_a_night_is_bare_if_any_of_it_is():
    evening = MONDAY.date()
    nights = [(0, 22), (0, 23), *((1, hour) for hour in range(8))]
    covered = [of(weekly(*nights)), of(weekly(*nights[:-1])), of()]

    assert [one.is_bare(*night_of(evening, "UTC")) for one in covered] == [False, True, True]


def test_the_next_evening_is_today_until_seven_and_then_tomorrow():
    moments = [at(17, 59), at(18), at(23, 30)]  # in Berlin it is an hour later

    found = [next_evening(one, "Europe/Berlin") for one in moments]
    assert found == [MONDAY.date(), MONDAY.date() + DAY, MONDAY.date() + DAY]


@settings(deadline=None, max_examples=60)
@given(zone=zones, day=days)
def test_a_whole_week_offered_is_every_moment_of_every_day(zone, day):
    midnight = first_moment(zone, day)
    watch = of(whole_week(zone))

    assert all(watch.on_at(one) == (ANA,) for one in quarters(midnight, midnight + 2 * DAY))
    assert watch.carried(midnight, midnight + DAY) == {ANA: 24}


@settings(deadline=None, max_examples=40)
@given(zone=zones, moment=moments, ours=st.sets(st.integers(0, 167)))
def test_two_who_share_out_a_week_are_never_both_there_and_never_both_away(zone, moment, ours):
    whole = whole_week(zone)
    mine = [one for one in whole if one.weekday * 24 + one.hour in ours]
    rest = [one for one in whole_week(zone, BEN) if one.weekday * 24 + one.hour not in ours]

    watch = of([*mine, *rest])
    assert all(len(watch.on_at(one)) == 1 for one in quarters(moment, moment + 2 * DAY))


@settings(deadline=None, max_examples=60)
@given(zone=zones, moment=moments, is_taken=st.booleans(), offers=st.booleans())
def test_a_single_hour_is_wholly_theirs_or_wholly_not_whatever_the_zone(
    zone, moment, is_taken, offers
):
    single = Single(ANA, hour_of(moment), is_taken)
    watch = of(whole_week(zone) if offers else [], [single])

    there = {watch.has(ANA, one) for one in quarters(single.starts_at, single.starts_at + HOUR)}
    assert there == {is_taken}
    assert watch.has(ANA, single.starts_at + HOUR) is offers


@settings(deadline=None, max_examples=60)
@given(zone=zones, day=days)
def test_the_night_is_ten_hours_but_for_the_nights_in_which_clocks_change(zone, day):
    begins, ends = night_of(day, zone)

    assert ends - begins in {timedelta(hours=hours) for hours in (9, 9.5, 10, 10.5, 11)}
    assert next_evening(begins - 4 * HOUR, zone) in {day, day + DAY}


def test_quarters_begin_with_the_one_of_the_moment():
    found = list(quarters(at(9, 20), at(10)))

    assert found == [at(9, 15), at(9, 30), at(9, 45)]
    assert QUARTER * 4 == HOUR
