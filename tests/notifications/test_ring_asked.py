"""Who is rung when a friend passes a call on, and when one comes back whom its author doubts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accountability.core import clock
from accountability.urges import services as urges


@pytest.fixture
def ben(phones):
    """Ben's phone."""
    return phones.give("Ben")


def test_who_was_there_and_is_none_to_its_author_keeps_no_phone_silent(phones, cast, ben):
    alert, mo = urges.raise_alert(cast.member("Ana")), cast.member("Mo")
    urges.claim(mo, alert)
    with clock.at(alert.raised_at + timedelta(seconds=30)):
        urges.call_again(cast.member("Ana"), alert)
    with clock.at(alert.raised_at + timedelta(seconds=31)):
        urges.respond(mo, alert, "I am here.")
        urges.claim(mo, alert)
        phones.keep(clock.now())

        assert (alert.holder.name, len(phones.rung("Ben"))) == ("Mo", 1)


def test_whom_it_is_passed_to_is_rung_loudly_at_once_and_nobody_else_is(phones, cast, ben):
    phones.give("Mo")
    alert = urges.raise_alert(cast.member("Ana"))
    phones.ring(alert)
    with clock.at(alert.raised_at + timedelta(seconds=10)):
        urges.claim(cast.member("Mo"), alert)
        urges.pass_on(cast.member("Mo"), alert, cast.member("Ben"))
        phones.keep(clock.now())

    assert (len(phones.rung("Ben")), len(phones.rung("Mo"))) == (2, 1)
    shown = phones.of["Ben"].read(phones.rung("Ben")[1])["notification"]
    assert shown["requireInteraction"]


def test_passed_back_and_forth_it_rings_no_more_often_than_each_twenty_seconds(phones, cast, ben):
    phones.give("Mo")
    alert, (mo, friend) = urges.raise_alert(cast.member("Ana")), map(cast.member, ("Mo", "Ben"))
    urges.claim(mo, alert)
    for seconds in range(1, 41):
        with clock.at(alert.raised_at + timedelta(seconds=seconds)):
            urges.pass_on(mo, alert, friend) if seconds % 2 else urges.pass_on(friend, alert, mo)
            phones.keep(clock.now())

    assert max(len(phones.rung(name)) for name in ("Ben", "Mo")) <= 3
