"""The big button and what follows a press: taking it back, pressing again, the keys."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import acts

ALERT = ".slot[data-kind=alert]"
TAKE_BACK = "dialog[open] [data-takes-back] button"


def press_the_button(visitor):
    visitor.page.locator(".urge-button:visible").click()


def test_a_press_can_be_taken_back_while_it_counts_down(ana, ben):
    press_the_button(ana)
    ben.sees(ALERT, "Ana asks for company")
    first = ana.sees(TAKE_BACK, "Take back · ").inner_text()
    ana.until(lambda: ana.the(TAKE_BACK).inner_text() != first)

    ana.the(TAKE_BACK).click()

    ana.sees(".notice", "Taken back. Nobody is asked to come.")
    expect(ana.the("dialog[open]")).to_be_hidden()
    ben.sees(ALERT, "Ana pressed by mistake")
    assert ben.page.get_by_role("button", name="I have you").is_hidden()


def test_after_five_seconds_it_cannot_be_taken_back_any_more(ana):
    press_the_button(ana)
    ana.sees(TAKE_BACK)

    ana.misses(TAKE_BACK)

    ana.sees("dialog[open]", "Your friends are told.")


def test_a_second_press_adds_to_the_one_that_is_open(ana, ben):
    press_the_button(ana)
    ana.sees("dialog[open]", "Your friends are told.")
    acts.press(ana, "Close")
    ben.sees(ALERT)

    press_the_button(ana)

    ana.sees("dialog[open]", "Your friends are told.")
    ana.the("dialog[open] textarea[name=note]").fill("It grows.")
    acts.press(ana, "Tell them this")
    ben.sees(f"{ALERT} .quote", "It grows.")
    assert not ben.the(f"{ALERT} .strength").is_visible(), "nobody touched the slider"
    expect(ben.page.locator(ALERT)).to_have_count(1)


def test_a_press_after_the_sign_in_ended_says_that_nobody_was_told(ana):
    ana.context.clear_cookies()

    press_the_button(ana)

    ana.sees("[data-urge-fallback]", "Nobody was told: you are signed out.")
    assert "/sign-in" not in ana.page.url
    ana.page.wait_for_url("**/sign-in?next=**")


def hold_key_until(visitor, key, is_there):
    """Press a key again and again until the focus is where it should be."""
    for _ in range(60):
        visitor.page.keyboard.press(key)
        if visitor.asks(f"document.activeElement.matches({is_there!r})"):
            return
    raise AssertionError(f"{key} does not lead to {is_there}")


def test_the_keyboard_alone_calls_and_answers(ana, ben):
    hold_key_until(ana, "Tab", ".urge-button")
    ana.page.keyboard.press("Enter")
    ana.sees("dialog[open]", "Your friends are told.")
    assert ana.asks("document.querySelector('dialog').contains(document.activeElement)")
    ana.page.keyboard.press("Escape")
    expect(ana.the("dialog[open]")).to_be_hidden()
    ben.sees(ALERT)

    hold_key_until(ben, "Tab", "form[action$='/claims'] button")
    ben.page.keyboard.press("Enter")
    ben.sees(".who", "You have Ana.")
    ben.wait_live()
    hold_key_until(ben, "Tab", "textarea[data-typing]")
    ben.page.keyboard.type("I am on my way.")
    ben.page.keyboard.press("Enter")

    ben.sees(".slot.mine .response", "I am on my way.")
    ana.sees(f"{ALERT} .pill", "Ben is here")


def test_the_first_stop_of_the_keyboard_is_the_way_out(ana):
    ana.page.keyboard.press("Tab")

    assert ana.asks("document.activeElement.matches('a[data-exit]')")


@pytest.mark.parametrize("way", ["link", "keys"])
def test_the_way_out_leaves_and_back_shows_nothing_private(pair, visit, way):
    ana = visit().wear(pair.ana.cookies)
    ana.context.route(re.compile("bbc"), lambda route: route.fulfill(body="Fair and mild."))
    ana.enter(pair.room)
    acts.say(ana, "nobody may read this")
    ana.sees(".message", "nobody may read this")

    if way == "link":
        acts.follow(ana, "Exit")
    else:
        for _ in range(3):
            ana.page.keyboard.press("Shift")

    ana.until(lambda: "bbc" in ana.page.url)
    ana.go_back()
    ana.until(lambda: "nobody may read this" not in ana.page.content())
    ana.open(pair.room)
    assert "/sign-in" in ana.page.url and not pair.ana.is_signed_in()
