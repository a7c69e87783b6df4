"""What a hand feels: a press that was heard, and a friend who came."""

from __future__ import annotations

import pytest

from tests.kit import cast

RECORD = """
    window.felt = [];
    Navigator.prototype.vibrate = function (pattern) {
        window.felt.push(pattern);
        return true;
    };
"""
NO_MOTOR = "delete Navigator.prototype.vibrate;"


@pytest.fixture
def ana_who_feels(pair, visit):
    def make(motion="no-preference", script=RECORD):
        ana = visit(reduced_motion=motion).wear(pair.ana.cookies)
        ana.context.add_init_script(script)
        ana.enter(pair.room)
        return ana

    return make


def press_and_be_claimed(ana, pair):
    ana.page.locator(".urge-button:visible").click()
    ana.sees("dialog[open]", "Your friends are told.")
    alert = ana.the("dialog[open] form[data-takes-back]").get_attribute("action")
    pair.ben.post(alert.replace("/withdrawal", "/claims")).expect(201)
    ana.page.keyboard.press("Escape")
    ana.sees(".slot[data-kind=alert] .pill", "Ben is here")


def test_a_press_that_was_heard_and_a_friend_who_came_are_felt_once_each(ana_who_feels, pair):
    ana = ana_who_feels()

    press_and_be_claimed(ana, pair)

    assert ana.asks("window.felt") == [30, [40, 60, 40]]


def test_who_wants_little_motion_feels_none(ana_who_feels, pair):
    ana = ana_who_feels(motion="reduce")

    press_and_be_claimed(ana, pair)

    assert ana.asks("window.felt") == []


def test_a_device_that_cannot_shake_does_all_the_rest(ana_who_feels, pair):
    ana = ana_who_feels(script=NO_MOTOR)

    press_and_be_claimed(ana, pair)

    assert not ana.asks("'vibrate' in navigator")


def test_a_friends_alert_that_another_takes_is_not_felt(pair, visit):
    cleo = cast.sign_up_new(pair.ana.origin, "Cleo")
    cast.bring(pair.ana, pair.circle, cleo, "Cleo")
    ben = visit(reduced_motion="no-preference").wear(pair.ben.cookies)
    ben.context.add_init_script(RECORD)
    ben.enter(pair.room)
    alert = pair.alert()
    ben.sees(".slot[data-kind=alert]")

    cleo.post(f"{alert}/claims").expect(201)

    ben.sees(".slot[data-kind=alert][data-state=claimed]")
    assert ben.asks("window.felt") == []
