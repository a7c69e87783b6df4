"""What is too old asks first, and its age is right though the device's clock is not."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from tests.browser.outbox.device import make_older, plant, states
from tests.browser.outbox.stage import BUTTON, STANDBY, WAITING, planted_words

DAY_MS, HOUR_MS = 86_400_000, 3_600_000
# The device's clock as a test sets it: `window.shift` milliseconds beside the true time.
SHIFTED = """
    window.shift = %d;
    const Real = (window.Unshifted ??= Date); // another shift takes the place of this one
    window.Date = class extends Real {
        constructor(...given) { super(...(given.length ? given : [Real.now() + window.shift])); }
        static now() { return Real.now() + window.shift; }
    };
"""
ALERT_ASKS = f"{STANDBY} {WAITING}"


def button(visitor, name):
    return visitor.page.locator(f"{WAITING} button", has_text=name)


@pytest.mark.parametrize("off", [DAY_MS, -DAY_MS], ids=["ahead", "behind"])
@pytest.mark.parametrize("what", ["alert", "words"])
def test_a_clock_that_is_a_day_off_asks_nothing_and_sends_once(service, make_stage, off, what):
    stage = make_stage(service, SHIFTED % off)
    stage.line.cut()
    stage.press(what)
    stage.is_stored()
    stage.ana.page.goto("about:blank")
    stage.line.restore()

    stage.ana.enter(stage.pair.room)

    stage.arrives_once(what)


@pytest.mark.parametrize("jump", [DAY_MS, -DAY_MS], ids=["forward", "back"])
def test_a_clock_that_jumps_while_it_waits_asks_nothing(service, make_stage, jump):
    stage = make_stage(service, SHIFTED % 0)
    stage.line.cut()
    stage.press("words")
    stage.is_stored()

    stage.ana.asks(f"window.shift = {jump}")
    stage.line.restore()

    stage.arrives_once("words")


@pytest.mark.parametrize("shift", [DAY_MS, -DAY_MS], ids=["forward", "back"])
def test_a_jump_cannot_make_an_old_call_young(service, make_stage, shift):
    stage = make_stage(service, SHIFTED % 0)
    stage.line.cut()
    stage.press("alert")
    stage.is_stored()
    make_older(stage.ana.page, 150_000)
    stage.leave()
    stage.line.restore()
    stage.ana.context.add_init_script(SHIFTED % shift)

    stage.ana.enter(stage.pair.room)

    stage.ana.sees(ALERT_ASKS, "Still need this?")
    assert stage.made("urge_alerts") == 0


def test_a_call_of_a_clock_that_was_set_back_asks_also_when_the_clock_gets_there(stage):
    ahead = int(time.time() * 1_000) + HOUR_MS
    call = {"lane": "alerts", "kind": "alerts", "address": "/alerts", "fields": "", "order": 1}
    sign_in = stage.ana.asks("document.body.dataset.signIn")
    never_heard = {"wall": ahead, "mono": 0, "page": "before", "ahead": None}
    row = planted_words(stage, "a call", signIn=sign_in, pressed=never_heard, **call)
    plant(stage.ana.page, row)
    stage.ana.enter(stage.pair.room)
    stage.ana.sees(ALERT_ASKS, "Still need this?")
    stage.ana.context.add_init_script(SHIFTED % HOUR_MS)

    stage.ana.enter(stage.pair.room)

    stage.ana.sees(ALERT_ASKS, "Still need this?")
    assert stage.made("urge_alerts") == 0


def test_a_call_of_two_minutes_ago_asks_and_goes_out_by_a_yes(stage):
    stage.line.cut()
    stage.press("alert")
    stage.is_stored()
    make_older(stage.ana.page, 121_000)

    stage.ana.sees(ALERT_ASKS, "Still need this?")
    stage.ana.sees(STANDBY, "We could not make sure that anybody was told.")
    stage.line.restore()
    stage.ana.wait_live()
    assert states(stage.ana.page) == ["waiting"] and stage.made("urge_alerts") == 0
    button(stage.ana, "Send").click()

    stage.arrives_once("alert")


def test_a_call_that_is_not_needed_any_more_is_never_heard(stage):
    stage.line.cut()
    stage.press("alert")
    stage.is_stored()
    make_older(stage.ana.page, 121_000)
    stage.ana.sees(ALERT_ASKS, "Still need this?")

    button(stage.ana, "Discard").click()

    stage.ana.misses(STANDBY)
    stage.line.restore()
    stage.ana.wait_live()
    assert states(stage.ana.page) == [] and stage.made("urge_alerts") == 0


def test_the_big_button_pressed_again_is_a_yes_too(stage):
    stage.line.cut()
    stage.press("alert")
    stage.is_stored()
    make_older(stage.ana.page, 121_000)
    stage.ana.sees(ALERT_ASKS, "Still need this?")
    stage.line.restore()
    stage.ana.wait_live()

    stage.ana.page.locator(BUTTON).click()

    stage.arrives_once("alert")


@pytest.mark.parametrize("how", ["yes", "button"])
def test_a_call_that_was_heard_and_is_over_is_another_one_when_it_is_needed_still(stage, how):
    stage.line.swallow_replies()
    stage.press("alert")
    stage.ana.until(lambda: stage.made("urge_alerts") == 1)
    place = stage.pair.alert()  # from another phone: it adds to the one that is open
    stage.pair.ana.post(f"{place}/resolution", outcome="held").expect(201)
    make_older(stage.ana.page, 121_000)
    stage.ana.sees(ALERT_ASKS, "Still need this?")
    stage.line.restore()
    stage.ana.wait_live()

    (button(stage.ana, "Send") if how == "yes" else stage.ana.page.locator(BUTTON)).click()

    stage.ana.until(lambda: stage.made("urge_alerts") == 2, within=20)
    stage.ana.until(lambda: "waiting" not in states(stage.ana.page))
    assert stage.made("urge_alerts") == 2


def test_words_of_ten_minutes_ago_ask_while_newer_ones_go(stage):
    stage.line.cut()
    stage.press("words")
    stage.is_stored()
    make_older(stage.ana.page, 601_000)
    stage.ana.sees(f"[data-region=timeline] {WAITING}", "Not sent yet")
    stage.line.restore()
    stage.ana.wait_live()
    stage.ana.page.locator(".composer textarea").fill("said later")
    stage.ana.page.get_by_role("button", name="Send", exact=True).last.click()
    stage.ben.sees(".message", "said later")
    assert stage.made("messages") == 1

    button(stage.ana, "Send").click()

    said = stage.ben.page.locator(".message .said")
    expect(said).to_have_text(["said later", "once only"])
    assert stage.made("messages") == 2


def test_words_of_monday_are_not_sent_on_friday_without_a_yes(stage):
    stage.line.cut()
    stage.press("words")
    stage.is_stored()
    make_older(stage.ana.page, 4 * DAY_MS)
    stage.leave()
    stage.line.restore()

    stage.ana.enter("/journey")

    row = stage.ana.sees(WAITING, "once only")
    assert row.locator("button").all_inner_texts() == ["Send", "Discard"]
    assert states(stage.ana.page) == ["waiting"] and stage.made("messages") == 0


def test_it_asks_by_itself_when_the_time_has_come(stage):
    page = stage.ana.page
    page.clock.install()
    stage.ana.enter(stage.pair.room)
    stage.line.cut()
    stage.press("alert")
    stage.is_stored()

    page.clock.fast_forward("02:10")

    stage.ana.sees(ALERT_ASKS, "Still need this?")
    stage.line.restore()
    assert stage.made("urge_alerts") == 0
