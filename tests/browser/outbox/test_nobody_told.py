"""After "Nobody was told": no later press is lost, and the words go once one is heard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.outbox.device import states
from tests.browser.outbox.stage import ALERT, STANDBY, WAITING
from tests.kit import cast

NOBODY = "main [role=alert]"
OTHERS = f"{NOBODY} form button"


@pytest.fixture
def asked(stage):
    """Ana reads that nobody was told, and is offered two circles with Ben in them."""
    second = cast.start_circle(stage.pair.ana, "Lighthouse")
    cast.bring(stage.pair.ana, second, stage.pair.ben, "Ben")
    stage.ana.enter("/toolkit?told=nobody")
    stage.ana.sees(NOBODY, "Nobody was told.")
    expect(stage.ana.page.locator(OTHERS)).to_have_text(["Harbour", "Lighthouse"])
    return stage


def call(stage, circle):
    """Press the button of a circle."""
    stage.ana.page.get_by_role("button", name=circle, exact=True).click()


def test_a_call_to_another_circle_waits_while_there_is_no_line(asked):
    asked.line.cut()

    call(asked, "Harbour")

    asked.ana.sees(STANDBY, "Not sent yet. We keep trying.")
    asked.ana.sees(f"{STANDBY} {WAITING}", "Harbour")
    asked.is_stored()
    asked.line.restore()
    asked.arrives_once("alert")
    asked.ana.sees("dialog[open]", "Your friends are told.")
    expect(asked.ana.page.locator(STANDBY)).to_be_hidden()
    expect(asked.ana.page.locator(NOBODY)).to_have_count(0)


def test_a_call_to_a_second_circle_does_not_wait_for_an_answer_to_the_first(asked):
    held = asked.ana.hold_next("**/alerts")
    call(asked, "Harbour")
    asked.ana.until(lambda: held)

    call(asked, "Lighthouse")

    asked.is_stored(count=2)
    expect(asked.ana.page.locator("form[aria-busy=true]")).to_have_text("Lighthouse")
    held[0].continue_()
    asked.ana.until(lambda: states(asked.ana.page) == ["done", "done"])
    asked.ana.sees("dialog[open]", "Sent to Lighthouse")
    assert asked.made("urge_alerts") == 2


def test_a_call_that_is_heard_takes_back_that_nobody_was_told_of_one_before(stage):
    no = {"status": 409, "json": {"error": "Not now."}}
    stage.ana.page.route("**/alerts", lambda route: route.fulfill(**no), times=1)
    stage.press("alert")
    stage.ana.sees(STANDBY, "Nobody was told. We could not reach them.")

    stage.press("alert")

    stage.ana.sees("dialog[open]", "Your friends are told.")
    stage.ana.until(lambda: states(stage.ana.page) == ["done"])
    expect(stage.ana.page.locator(WAITING)).to_have_count(0)
    expect(stage.ana.page.locator(STANDBY)).to_be_hidden()
    stage.ben.sees(ALERT)


def test_while_a_call_waits_nothing_says_that_it_was_refused(stage):
    no = {"status": 409, "json": {"error": "Not now."}}
    stage.ana.page.route("**/alerts", lambda route: route.fulfill(**no), times=1)
    stage.press("alert")
    stage.ana.sees(STANDBY, "Nobody was told. We could not reach them.")
    stage.line.cut()

    stage.press("alert")

    stage.ana.sees(STANDBY, "Not sent yet. We keep trying.")
    stage.is_stored()
