"""Exactly one row and one card on a friend's screen, whatever happens to the line and the page."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error, expect

from tests.browser.outbox.device import states
from tests.browser.outbox.stage import BUTTON, STANDBY, WAITING
from tests.kit import cast

WHAT = pytest.mark.parametrize("what", ["alert", "words"])


def stand_still(stage):
    """Stop Ana's page as a phone stops one that is not looked at: no line of its script runs.

    Its locks and its open requests stay as they are. Chromium's own `frozen` changes nothing for a
    page under Playwright. What answers lets the page go on.
    """
    debugger = stage.ana.context.new_cdp_session(stage.ana.page)
    debugger.send("Debugger.enable")
    debugger.send("Debugger.pause")
    return lambda: debugger.send("Debugger.disable")


def is_waiting(stage, what):
    """Ana reads that it is not sent; nobody has it yet."""
    stage.is_stored()
    if what == "alert":
        stage.ana.sees(STANDBY, "Not sent yet. We keep trying.")
    else:
        stage.ana.sees(WAITING, "once only")
    assert stage.made("urge_alerts" if what == "alert" else "messages") == 0


@WHAT
def test_pressed_offline_it_goes_out_when_the_network_is_back(stage, what):
    stage.ana.context.set_offline(True)

    stage.press(what)

    is_waiting(stage, what)
    stage.ana.context.set_offline(False)
    stage.arrives_once(what)


@WHAT
def test_a_cut_line_that_is_mended(stage, what):
    stage.line.cut()

    stage.press(what)

    is_waiting(stage, what)
    stage.line.restore()
    stage.arrives_once(what)


@WHAT
def test_a_lost_reply_is_asked_for_again_under_the_same_key(stage, what):
    stage.line.swallow_replies()

    stage.press(what)

    table = "urge_alerts" if what == "alert" else "messages"
    stage.ana.until(lambda: stage.made(table) == 1)
    stage.ana.sees(STANDBY if what == "alert" else WAITING)
    stage.line.restore()
    stage.arrives_once(what)


@WHAT
def test_two_taps_at_once(stage, what):
    if what == "words":
        stage.ana.page.locator(".composer textarea").fill("once only")
        stage.ana.page.get_by_role("button", name="Send", exact=True).dblclick()
    else:
        stage.ana.page.locator(BUTTON).dblclick()

    stage.arrives_once(what)


@WHAT
def test_pressed_again_and_again_while_it_waits(stage, what):
    stage.line.cut()

    stage.press(what)
    is_waiting(stage, what)
    stage.press(what)
    stage.press(what)

    stage.is_stored()
    stage.line.restore()
    stage.arrives_once(what)


@WHAT
def test_two_tabs_know_of_one_act(stage, what):
    other = stage.ana.open_tab()
    other.goto(stage.ana.origin + stage.pair.room)
    other.locator("html[data-live=socket]").wait_for(state="attached")
    stage.ana.context.set_offline(True)

    stage.press(what)
    stage.is_stored()
    place = other.locator(f"{STANDBY} {WAITING}" if what == "alert" else f"[data-region] {WAITING}")
    expect(place).to_be_visible()
    if what == "alert":
        other.locator(BUTTON).click()
    stage.is_stored()
    stage.ana.context.set_offline(False)

    stage.arrives_once(what)
    for tab in (stage.ana.page, other):
        expect(tab.locator(WAITING)).to_have_count(0)
        expect(tab.locator(STANDBY)).to_be_hidden()


@WHAT
def test_the_service_is_killed_and_started_again(mortal, make_stage, what):
    stage = make_stage(mortal)
    mortal.kill()

    stage.press(what)

    stage.is_stored()
    mortal.start()
    stage.arrives_once(what)


@WHAT
def test_a_page_that_stands_still_lets_it_wait_and_sends_it_once_when_it_goes_on(stage, what):
    stage.ana.context.set_offline(True)
    stage.press(what)
    is_waiting(stage, what)
    go_on = stand_still(stage)
    stage.ana.context.set_offline(False)  # a page that is awake sends at once

    stage.pair.ben.post(f"{stage.pair.room}/messages", text="meanwhile").expect(201)
    stage.ben.sees(".message", "meanwhile")
    made = stage.made("urge_alerts"), stage.made("messages")
    go_on()

    assert made == (0, 1)
    stage.before["messages"] += 1  # what Ben said
    stage.arrives_once(what)


@pytest.mark.parametrize("is_heard", [True, False], ids=["heard", "not heard"])
def test_a_page_that_froze_in_the_middle_of_sending_holds_up_no_other(stage, is_heard):
    held = stage.ana.hold_next("**/alerts")
    stage.press("alert")
    stage.ana.until(lambda: held)
    go_on = stand_still(stage)
    if is_heard:
        held[0].continue_()
        stage.ana.until(lambda: stage.made("urge_alerts") == 1)

    other = stage.ana.open_tab()
    other.goto(stage.ana.origin + stage.pair.room)

    stage.arrives_once("alert")
    if not is_heard:
        held[0].abort()
    go_on()
    stage.arrives_once("alert")
    expect(stage.ana.page.locator(WAITING)).to_have_count(0)


@WHAT
def test_reloaded_while_offline_it_goes_out_at_the_next_visit(stage, what):
    stage.line.cut()
    stage.press(what)
    is_waiting(stage, what)
    with suppress(Error):  # the browser's own page, or that of the worker: there is no line
        stage.ana.page.reload()
    stage.line.restore()

    stage.ana.enter(stage.pair.room)

    stage.arrives_once(what)


@WHAT
def test_closed_while_offline_it_goes_out_at_the_next_visit(stage, what):
    stage.line.cut()
    stage.press(what)
    is_waiting(stage, what)
    stage.ana.page.close()
    stage.line.restore()

    stage.ana.page = stage.ana.open_tab()
    stage.ana.enter("/journey")

    stage.arrives_once(what)
    assert states(stage.ana.page) == ["done"]


@WHAT
def test_a_tab_learns_from_the_store_that_another_one_sent_what_it_pressed(stage, what):
    stage.ana.page.route(re.compile("/(alerts|messages)$"), lambda route: route.abort())
    other = stage.ana.open_tab()
    stage.press(what)
    is_waiting(stage, what)

    other.goto(stage.ana.origin + stage.pair.room)

    stage.arrives_once(what)
    if what == "alert":
        stage.ana.sees("dialog[open]", "Your friends are told.")
    else:
        stage.ana.sees(".slot .message", "once only")
    expect(stage.ana.page.locator(WAITING)).to_have_count(0)


def test_a_tab_says_that_nobody_was_told_of_what_another_one_sent_in_vain(stage):
    stage.ana.page.route("**/alerts", lambda route: route.abort())
    stage.press("alert")
    is_waiting(stage, "alert")
    cast.remove(stage.pair.ana, stage.pair.member(stage.pair.ben))

    stage.ana.open_tab().goto(stage.ana.origin + stage.pair.room)

    stage.ana.sees(".notice", "Nobody was told. We could not reach them.")
    stage.ana.misses(STANDBY)
    assert states(stage.ana.page) == [] and stage.made("urge_alerts") == 0
