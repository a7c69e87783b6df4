"""Quiet hours by a person's own clock: over midnight, and where the clock jumps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accountability.core.clock import ZONES
from accountability.notifications.quiet import DAY, is_quiet, quiet_ends

MINUTE = timedelta(minutes=1)
zones = st.sampled_from(sorted(ZONES))
minutes = st.integers(0, DAY - 1)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the strategy adds it


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("moment", "begins", "ends", "quiet"),
    [
        ("2026-01-10T21:59:59+01:00", 22 * 60, 7 * 60, False),
        ("2026-01-10T22:00:00+01:00", 22 * 60, 7 * 60, True),
        ("2026-01-11T06:59:59+01:00", 22 * 60, 7 * 60, True),
        ("2026-01-11T07:00:00+01:00", 22 * 60, 7 * 60, False),
        ("2026-07-10T22:30:00+02:00", 22 * 60, 7 * 60, True),
        ("2026-01-10T13:00:00+01:00", 13 * 60, 14 * 60, True),
        ("2026-01-10T14:00:00+01:00", 13 * 60, 14 * 60, False),
        ("2026-01-10T03:00:00+01:00", 3 * 60, 3 * 60, False),
    ],
)
def test_the_clock_on_the_wall_decides(moment, begins, ends, quiet):
    assert is_quiet(at(moment), "Europe/Berlin", begins, ends) is quiet


def test_without_hours_nothing_is_quiet():
    assert not is_quiet(at("2026-01-10T03:00:00+01:00"), "Europe/Berlin", None, None)


@pytest.mark.parametrize(
    ("moment", "ends"),
    [
        # In spring 02:00 to 03:00 is not there, in autumn it is there twice.
        ("2026-03-29T01:30:00+01:00", "2026-03-29T03:00:00+02:00"),
        ("2026-10-25T02:10:00+02:00", "2026-10-25T02:30:00+02:00"),
        ("2026-10-25T02:10:00+01:00", "2026-10-25T02:30:00+01:00"),
    ],
)
def test_hours_end_where_the_clock_jumps(moment, ends):
    assert quiet_ends(at(moment), "Europe/Berlin", 60, 2 * 60 + 30) == at(ends)


@given(moments, zones, minutes, minutes)
@settings(max_examples=150, deadline=None)
def test_the_end_is_the_first_moment_that_is_not_quiet(moment, zone, begins, ends):
    over = quiet_ends(moment, zone, begins, ends)

    assert over >= moment and not is_quiet(over, zone, begins, ends)
    if over > moment:
        assert is_quiet(moment, zone, begins, ends)
        assert is_quiet(over - timedelta(seconds=1), zone, begins, ends)


@given(moments, zones, minutes, minutes)
@settings(max_examples=150, deadline=None)
def test_every_minute_is_quiet_by_one_pair_of_hours_or_by_its_other_half(
    moment, zone, begins, ends
):
    both = {is_quiet(moment, zone, begins, ends), is_quiet(moment, zone, ends, begins)}

    assert both == ({False} if begins == ends else {True, False})


@given(moments, zones, minutes, minutes)
@settings(max_examples=100, deadline=None)
def test_the_same_clock_elsewhere_decides_alike(moment, zone, begins, ends):
    there = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=UTC)

    assert is_quiet(moment, zone, begins, ends) is is_quiet(there, "UTC", begins, ends)
