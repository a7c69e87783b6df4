"""Who is rung when a friend passes a call on, and when one comes back whom its author doubts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accountability.core import clock
from accountability.urges import services as urges
from tests.notifications.kit import deliveries


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


def take_and_pass(cast, alert, seconds):
    """Mo writes, takes it and passes it to Ben, so long after the press."""
    mo = cast.member("Mo")
    with clock.at(alert.raised_at + timedelta(seconds=seconds)):
        urges.respond(mo, alert, "One moment.")
        urges.claim(mo, alert)
        return urges.pass_on(mo, alert, cast.member("Ben"))


def rung_by_name():
    return [one for one in deliveries() if one.step < 0]


def test_whom_it_was_passed_to_is_not_rung_by_another_pass_until_the_author_asks_again(
    phones, cast, ben
):
    alert = urges.raise_alert(cast.member("Ana"))
    asked = [take_and_pass(cast, alert, seconds) for seconds in (10, 12, 40)]

    assert ([one.member.name for one in asked], len(rung_by_name())) == (["Ben"] * 3, 1)
    with clock.at(alert.raised_at + timedelta(seconds=50)):
        urges.call_again(cast.member("Ana"), alert)
    for seconds in (51, 53):
        take_and_pass(cast, alert, seconds)
    assert len(rung_by_name()) == 2


def test_two_who_only_pass_it_to_each_other_are_owed_one_ring_each(phones, cast, ben):
    phones.give("Mo")
    alert, pair = urges.raise_alert(cast.member("Ana")), [cast.member("Mo"), cast.member("Ben")]
    take_and_pass(cast, alert, 10)
    for seconds in range(11, 21):
        pair.reverse()
        with clock.at(alert.raised_at + timedelta(seconds=seconds)):
            urges.pass_on(pair[0], alert, pair[1])

    assert len(rung_by_name()) == 2


def come_and_go(ben, mo, alert):
    urges.claim(ben, alert)
    urges.let_go(ben, alert)


def write_to_who_is_in_company(ben, mo, alert):
    urges.claim(mo, alert)
    urges.respond(ben, alert, "I am here.")


@pytest.mark.parametrize("come", [come_and_go, write_to_who_is_in_company])
def test_who_came_when_it_was_passed_to_them_is_rung_when_it_is_passed_again(
    phones, cast, ben, come
):
    alert = urges.raise_alert(cast.member("Ana"))
    take_and_pass(cast, alert, 10)
    with clock.at(alert.raised_at + timedelta(seconds=20)):
        come(cast.member("Ben"), cast.member("Mo"), alert)
    take_and_pass(cast, alert, 60)

    assert len(rung_by_name()) == 2


def test_whom_a_pass_asked_is_rung_by_one_of_ten_minutes_later_and_by_none_before(
    phones, cast, ben
):
    alert = urges.raise_alert(cast.member("Ana"))
    for minutes in (1, 5, 10, 12, 20):
        take_and_pass(cast, alert, 60 * minutes)

    assert len(rung_by_name()) == 2
