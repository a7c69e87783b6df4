"""What is owed is late from when it was due; what somebody put off is not due before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accountability.core import clock, keeping, owed
from accountability.core.promises import Later, keeps
from tests.core.owing import SECOND, owe

HOUR = timedelta(hours=1)


@pytest.fixture
def late(context, kept):
    """How many seconds late something is by now, that was due a second ago and failed like this."""

    def late(fault, after):
        @keeps("odd")
        def odd(_mine):
            raise fault

        owe(kind="odd")
        begun = clock.now()
        with clock.at(begun):
            keeping.keep_due(context)
        with clock.at(begun + after):
            return owed.seconds_late(context, outside=False)

    return late


def test_what_somebody_put_off_to_a_moment_is_late_from_that_moment(late):
    until = clock.now() + HOUR

    assert late(Later(until), HOUR / 2) == 0


def test_it_is_late_once_that_moment_is_over(late):
    until = clock.now() + HOUR

    assert 8 < late(Later(until), HOUR + 10 * SECOND) <= 10.5


def test_what_waits_for_room_is_late_from_when_it_was_due(late):
    until = clock.now() + HOUR

    assert 1800 < late(Later(until, is_due=True), HOUR / 2) < 1810


def test_what_failed_is_late_from_when_it_was_due(late):
    assert 1800 < late(OSError(), HOUR / 2) < 1810
