"""Who is proposed for what is open: by table, and by property."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from accountability.core.clock import ZONES
from accountability.watches.watching import GOAL, HOUR, Hour, Person, hour_of, propose

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
ANA, BEN, MO = 1, 2, 3

zones = st.sampled_from(sorted(ZONES))
moments = st.integers(0, 24 * 365).map(lambda hours: MONDAY + HOUR * hours)


def at(hour):
    return MONDAY + timedelta(hours=hour)


def seats(proposed):
    return {
        person: sum(person in asked for asked in proposed.values())
        for person in {one for asked in proposed.values() for one in asked}
    }


def test_who_is_awake_is_proposed_before_who_carried_less():
    hours = [Hour(at(2), (), GOAL - 1), Hour(at(3), (), GOAL - 1)]
    people = [Person(ANA, "UTC", 0), Person(BEN, "Asia/Tokyo", 30)]

    assert propose(hours, people) == {at(2): [BEN], at(3): [ANA]}  # Ben has a share already


def test_who_carried_least_is_proposed_first_and_never_twice_for_an_hour():
    hours = [Hour(at(12), (MO,), 1), Hour(at(13), (), 0)]
    people = [Person(ANA, "UTC", 5), Person(BEN, "UTC", 0), Person(MO, "UTC", 0)]

    assert propose(hours, people) == {at(12): [BEN], at(13): [MO, ANA]}


def test_nobody_is_proposed_where_nobody_is_missing():
    assert propose([Hour(at(12), (ANA, BEN), 2)], [Person(MO, "UTC", 0)]) == {}
    assert propose([Hour(at(12), (), 0)], []) == {}


hours_of = st.lists(
    st.tuples(st.sets(st.integers(1, 4), max_size=3), st.integers(0, 3)), max_size=24
)
people_of = st.lists(st.tuples(zones, st.integers(0, 60)), min_size=1, max_size=6)


@settings(deadline=None, max_examples=80)
@given(first=moments, told=hours_of, crowd=people_of)
def test_a_proposal_is_fair(first, told, crowd):
    hours = [
        Hour(hour_of(first) + HOUR * number, tuple(sorted(there)), min(least, len(there)))
        for number, (there, least) in enumerate(told)
    ]
    people = [Person(number, zone, carried) for number, (zone, carried) in enumerate(crowd, 1)]

    proposed = propose(hours, people)
    known = {hour.starts_at: hour for hour in hours}
    missing = sum(hour.wanted for hour in hours)
    for starts_at, asked in proposed.items():
        assert len(asked) == len(set(asked)) <= known[starts_at].wanted
        assert not set(asked) & set(known[starts_at].members)
    assert all(number <= -(-missing // len(people)) for number in seats(proposed).values())


def test_a_share_is_hours_in_a_row():
    hours = [Hour(at(number), (MO,), 1) for number in range(12, 18)]
    people = [Person(ANA, "UTC", 2), Person(BEN, "UTC", 1)]

    expected = [BEN] * 3 + [ANA] * 3
    assert [asked[0] for asked in propose(hours, people).values()] == expected
