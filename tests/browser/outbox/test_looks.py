"""The list of what waits, for a reader and for a thumb: it hides nothing that is needed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import acts
from tests.browser.conftest import DESK, PHONE
from tests.browser.outbox.device import make_older
from tests.browser.outbox.stage import ALERT, BUTTON, STANDBY, WAITING
from tests.pages.looking import faults

TRAY = f"[data-tray-rows] {WAITING}"
AN_HOUR = 3_600_000


@pytest.fixture
def ben(stage):
    """Ben, whose yes to Ana could not be sent."""
    stage.pair.alert()
    room = stage.ben.sees(ALERT)
    stage.ben.context.set_offline(True)
    room.get_by_role("button", name="I have you").click()
    stage.ben.sees(TRAY, "I have you")
    return stage.ben


def test_a_list_that_asks_is_without_a_fault(stage, ben):
    make_older(ben.page, AN_HOUR)
    ben.sees(f"{TRAY} button", "Discard")

    assert faults(ben.page) == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_words_can_still_be_sent_beside_a_list_that_asks(ben, size):
    ben.page.set_viewport_size(size)
    make_older(ben.page, AN_HOUR)
    ben.sees(f"{TRAY} button", "Discard")

    acts.say(ben, "and a word more")

    ben.sees(f"[data-region=timeline] {WAITING}", "and a word more")
    ben.the(BUTTON).click(trial=True)


def test_while_a_call_for_help_waits_the_list_makes_room(ben):
    ben.the(BUTTON).click()

    ben.sees(STANDBY)

    ben.misses(TRAY)
    ben.the(f"{STANDBY} a[href='/help']").click(trial=True)
    ben.the(".composer button[type=submit]").click(trial=True)


def test_who_decided_goes_on_from_the_page_and_not_from_its_very_beginning(ben):
    make_older(ben.page, AN_HOUR)
    ben.sees(f"{TRAY} button", "Discard").focus()

    ben.page.keyboard.press("Enter")

    ben.misses(TRAY)
    expect(ben.the("#content")).to_be_focused()
