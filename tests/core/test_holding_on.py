"""What takes long is held from second to second, so that a death gives it free at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accountability.core import clock, holding, taking
from accountability.core.extensions import db
from accountability.core.promises import DUTIES, Promise, keeps
from tests.core.owing import SECOND, free_again, owe

LONG, EARLY = timedelta(seconds=20), timedelta(seconds=3)


@pytest.fixture
def long(context):
    """A kind of which one try may take twenty seconds, and how to take all of it."""
    keeps("long", places=9, lease=LONG)(lambda _mine: None)
    owe("one", kind="long")
    yield lambda: taking.take(["long"])
    holding._here.clear()
    DUTIES.pop("long")


def die():
    """As a process that ends at once: nothing is handed back."""
    holding._here.clear()


def test_what_is_under_way_is_not_taken_by_another_however_long_it_may_take(long):
    long()

    for seconds in range(1, 5):
        with clock.at(clock.now() + seconds * EARLY - SECOND):
            holding.hold_on()
        with clock.at(clock.now() + seconds * EARLY):
            assert taking.take(["long"]) == []


def test_what_a_dead_process_held_is_free_within_seconds(long):
    long()
    holding.hold_on()
    die()

    with clock.at(clock.now() + holding.HOLD + SECOND):
        assert len(long()) == 1


def test_it_is_not_held_for_longer_than_one_try_may_take(long):
    long()

    for seconds in range(0, 40, 2):
        with clock.at(clock.now() + seconds * SECOND):
            holding.hold_on()

    with clock.at(clock.now() + LONG + SECOND):
        assert len(long()) == 1


def test_what_another_took_meanwhile_is_left_to_them(long):
    long()
    mine = dict(holding._here)
    free_again()
    die()
    long()
    theirs = db.session.query(Promise.free_at).scalar()
    holding._here.clear()
    holding._here.update(mine)

    with clock.at(clock.now() + SECOND):
        holding.hold_on()

    assert db.session.query(Promise.free_at).scalar() == theirs
