"""Who is on watch is rung three times within the first minute, whatever the pace of the circle."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accountability.core import clock
from accountability.urges import services as urges
from accountability.urges.ladder import Pace
from tests.notifications.kit import watch_now

QUICK = Pace(timedelta(seconds=30), timedelta(seconds=120))
SLOW = Pace(timedelta(seconds=120), timedelta(seconds=300))


@pytest.fixture
def mo(phones, cast):
    """Mo is on watch, and has a phone."""
    cast.circle()
    watch_now(cast, "Mo")
    return phones.give("Mo")


def rung_after(phones, alert, seconds):
    phones.keep(alert.raised_at + timedelta(seconds=seconds))
    return len(phones.rung("Mo"))


@pytest.mark.parametrize("pace", [QUICK, SLOW], ids=["quick", "slow"])
def test_at_once_after_half_a_minute_and_after_a_whole_one(phones, cast, mo, pace):
    urges.choose_pace(cast.member("Ana"), pace)
    alert = urges.raise_alert(cast.member("Ana"))

    rung = [rung_after(phones, alert, seconds) for seconds in (5.1, 29, 30.1, 59, 60.1, 110)]

    assert rung == [1, 1, 2, 2, 3, 3]
    shown = [phones.of["Mo"].read(one)["notification"] for one in phones.rung("Mo")]
    assert all(one["renotify"] for one in shown)


@pytest.mark.parametrize("pace", [QUICK, SLOW], ids=["quick", "slow"])
def test_not_once_somebody_came(phones, cast, mo, pace):
    urges.choose_pace(cast.member("Ana"), pace)
    alert = urges.raise_alert(cast.member("Ana"))
    before = [rung_after(phones, alert, seconds) for seconds in (5.1, 30.1)]

    with clock.at(alert.raised_at + timedelta(seconds=40)):
        urges.claim(cast.member("Ben"), alert)

    assert (before, rung_after(phones, alert, 60.1)) == ([1, 2], 2)
