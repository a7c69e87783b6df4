"""Time never goes back, whatever the clock says that it goes by."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from accountability.core import clock

NOON = datetime(2026, 3, 7, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def anchor(monkeypatch):
    monkeypatch.setattr(clock, "_anchor", clock.Anchor())


def test_time_stands_still_until_a_clock_that_stepped_back_has_caught_up():
    clock.follow(NOON, time.monotonic())
    before = clock.now()

    clock.follow(NOON - MINUTE, time.monotonic())
    stood = clock.now()
    clock.follow(NOON - MINUTE, time.monotonic() - 90)

    assert before <= stood < before + MINUTE / 60
    assert clock.now() >= NOON + MINUTE / 2


def test_the_first_clock_that_is_followed_may_be_behind_this_machines():
    clock.follow(NOON, time.monotonic())

    assert NOON <= clock.now() < NOON + MINUTE


def test_a_moment_that_was_reached_is_not_left_again_inside_the_block():
    with clock.at(NOON):
        with clock.not_before(NOON + MINUTE):
            assert clock.now() == NOON + MINUTE
        with clock.not_before(NOON - MINUTE):
            assert clock.now() == NOON
        assert clock.now() == NOON
