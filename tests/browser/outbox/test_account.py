"""What waits belongs to one account: kept for it, hidden from others, gone when it leaves."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import acts
from tests.browser.outbox.device import make_older, on_device, plant, states
from tests.browser.outbox.stage import ALERT, BUTTON, STANDBY, WAITING, planted_words
from tests.kit import cast

FOOT = f"[data-region=timeline] {WAITING}"


def let_words_wait(stage):
    """Ana says something that cannot be sent."""
    stage.line.cut()
    stage.press("words")
    stage.ana.sees(FOOT, "once only")


def end_sign_in(stage):
    """Ana's sign-in ends while her page stands; nothing of her page hears of it."""
    stage.ana.context.clear_cookies()


@pytest.mark.parametrize("what", ["alert", "words"])
def test_signed_out_meanwhile_it_goes_on_by_a_yes_after_signing_in_again(stage, what):
    end_sign_in(stage)

    stage.press(what)

    stage.ana.page.wait_for_url("**/sign-in?next=**", timeout=20_000)
    stage.ana.sees("[data-tray-line]", "Not sent yet from this browser: 1.")
    assert "once only" not in stage.ana.page.content()
    acts.sign_in(stage.ana, stage.pair.ana.email)
    stage.ana.page.locator(f"{WAITING} button", has_text="Send").click()
    stage.arrives_once(what)


WELCOME = {"status": 200, "content_type": "text/html", "body": "<h1>Welcome to our hotel</h1>"}


def test_another_account_neither_sees_nor_sends_it(stage):
    let_words_wait(stage)
    stage.ana.page.goto("about:blank")
    end_sign_in(stage)
    stage.line.restore()
    ben = cast.second_browser(stage.pair.ben)
    stage.ana.wear(ben.cookies).enter(stage.pair.room)

    acts.say(stage.ana, "by the other one")

    stage.ben.sees(".message", "by the other one")
    stage.ana.misses(WAITING)
    stage.ana.until(lambda: states(stage.ana.page) == ["done", "waiting"])
    assert stage.made("messages") == 1
    assert "once only" not in stage.ana.page.content()
    stage.ana.context.clear_cookies()
    stage.ana.wear(stage.pair.ana.cookies).enter(stage.pair.room)
    expect(stage.ben.the(".message", "once only")).to_be_visible(timeout=20_000)


def test_a_page_whose_cookie_became_somebody_elses_sends_nothing(stage):
    let_words_wait(stage)
    ben = cast.second_browser(stage.pair.ben)
    end_sign_in(stage)
    stage.ana.wear(ben.cookies)

    asked = []
    stage.ana.page.on("response", lambda answer: asked.append(answer.url))

    stage.line.restore()

    stage.ana.until(lambda: [one for one in asked if "/sign-in" in one], within=20)
    stage.ana.enter(stage.pair.room)
    assert [one for one in asked if one.endswith("/me/now")]
    assert stage.made("messages") == 0 and states(stage.ana.page) == ["waiting"]


def test_a_stale_token_is_replaced_and_nothing_is_asked(stage):
    again = cast.second_browser(stage.pair.ana)
    stage.ana.context.clear_cookies()
    stage.ana.wear(again.cookies)

    stage.press("words")

    stage.arrives_once("words")
    assert "/sign-in" not in stage.ana.page.url


def test_signing_out_says_once_of_each_what_is_not_sent_and_then_leaves_nothing(stage):
    let_words_wait(stage)
    stage.ana.context.route("**/messages", lambda route: route.abort())
    stage.line.restore()
    stage.ana.open("/me")

    acts.press(stage.ana, "Sign out")
    stage.ana.sees(".notice", "Not sent yet: 1. Press again to sign out and throw it away.")
    plant(stage.ana.page, planted_words(stage, "said in another tab"))
    acts.press(stage.ana, "Sign out")
    stage.ana.sees(".notice", "Not sent yet: 2. Press again to sign out and throw it away.")
    assert states(stage.ana.page) == ["waiting", "waiting"]
    acts.press(stage.ana, "Sign out")

    stage.ana.page.wait_for_url(lambda address: not address.endswith("/me"))
    stage.ana.until(lambda: on_device(stage.ana.page) == [])
    assert on_device(stage.ana.page, "kept") == []


def test_without_a_line_nobody_is_signed_out_and_nothing_is_thrown_away(stage):
    stage.ana.context.route("**/messages", lambda route: route.abort())
    stage.press("words")
    stage.is_stored()
    stage.ana.enter("/me")
    stage.line.cut()

    acts.press(stage.ana, "Sign out")
    acts.press(stage.ana, "Sign out")

    stage.ana.sees(".notice", "You are signed in here still, and nothing was thrown away.")
    assert states(stage.ana.page) == ["waiting"]


def test_a_networks_own_page_signs_nobody_out_and_throws_nothing_away(stage):
    stage.ana.context.route("**/messages", lambda route: route.abort())
    stage.press("words")
    stage.is_stored()
    stage.ana.enter("/me")
    for path in ("**/me/now", "**/sign-out"):
        stage.ana.context.route(path, lambda route: route.fulfill(**WELCOME))

    acts.press(stage.ana, "Sign out")
    stage.ana.sees(".notice", "Not sent yet: 1")
    acts.press(stage.ana, "Sign out")

    stage.ana.sees(".notice", "signed in here still")
    assert states(stage.ana.page) == ["waiting"]


def test_the_end_of_the_sign_in_does_not_call_back_the_journey_of_who_signs_out(stage):
    sockets = []

    def note(socket):
        sockets.append(socket)

    def answer_late(route):
        told = route.fetch(max_redirects=0)
        stage.ana.until(sockets[0].is_closed)  # the page heard that its sign-in ended
        route.fulfill(response=told)

    stage.ana.page.on("websocket", note)
    stage.ana.enter("/me")

    stage.ana.page.route("**/sign-out", answer_late)

    acts.press(stage.ana, "Sign out")

    stage.ana.page.wait_for_url(stage.ana.origin + "/")


def test_a_tab_learns_from_another_that_a_call_waits_for_a_sign_in(stage):
    other = stage.ana.open_tab()
    other.goto(stage.ana.origin + stage.pair.room)
    other.locator("html[data-live=socket]").wait_for(state="attached")
    stage.ana.page.bring_to_front()
    end_sign_in(stage)

    stage.press("alert")

    told = other.locator(STANDBY, has_text="Nobody was told: you are signed out.")
    expect(told).to_be_visible()


def test_signing_out_takes_shadows_and_numbers_along_without_a_question(stage):
    stage.pair.ana.post("/me/numbers", name="Aunt Vera", number="+49 30 1234").expect(201)
    stage.press("words")
    stage.arrives_once("words")
    stage.ana.enter("/me/numbers")
    stage.ana.until(lambda: on_device(stage.ana.page, "kept"))
    assert states(stage.ana.page) == ["done"]
    stage.ana.open("/me")

    acts.press(stage.ana, "Sign out")

    stage.ana.page.wait_for_url(lambda address: not address.endswith("/me"))
    assert on_device(stage.ana.page) == on_device(stage.ana.page, "kept") == []


def test_where_one_signs_in_what_waits_can_be_thrown_away_unread(stage):
    let_words_wait(stage)
    end_sign_in(stage)
    stage.ana.page.goto("about:blank")
    stage.line.restore()
    stage.ana.open("/sign-in")
    stage.ana.sees("[data-tray-line]", "Not sent yet from this browser: 1.")

    acts.press(stage.ana, "Discard")

    stage.ana.until(lambda: on_device(stage.ana.page) == [])
    expect(stage.ana.the("[data-tray-line]")).to_have_text("")


@pytest.mark.parametrize("other_tab", [False, True], ids=["one tab", "two tabs"])
def test_the_way_out_leaves_nothing_on_the_device_even_without_a_network(stage, other_tab):
    away = stage.ana.the("a[data-exit]").get_attribute("href")
    stage.ana.context.route(re.compile(re.escape(away)), lambda r: r.fulfill(body="Fair and mild."))
    stage.ana.context.route("**/exit", lambda route: route.abort())
    if other_tab:
        stage.ana.open_tab().goto(stage.ana.origin + "/journey")
        stage.ana.page.bring_to_front()
    let_words_wait(stage)

    acts.follow(stage.ana, "Exit")

    stage.ana.page.wait_for_url(re.compile(re.escape(away)))
    stage.line.restore()
    look = stage.ana.open_tab()
    look.goto(stage.ana.origin + "/static/icon.svg")
    stage.ana.until(lambda: on_device(look) == [])
    assert stage.made("messages") == 0


def test_a_call_that_waits_when_the_sign_in_ends_asks_after_two_minutes(stage):
    end_sign_in(stage)
    stage.ana.page.locator(BUTTON).click()
    stage.ana.sees(STANDBY, "Nobody was told: you are signed out.")
    stage.ana.page.wait_for_url("**/sign-in?next=**")
    make_older(stage.ana.page, 150_000)

    stage.ana.wear(stage.pair.ana.cookies).open(stage.pair.room)

    stage.ana.sees(f"{STANDBY} {WAITING}", "Still need this?")
    assert stage.made("urge_alerts") == 0 and stage.ben.page.locator(ALERT).count() == 0
