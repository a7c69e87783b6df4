"""Who said "I cannot now" is not called by name on their own screen, though the cards name them."""

from __future__ import annotations

import pytest

from tests.browser import acts

CARD = ".slot[data-kind=alert]"


@pytest.mark.parametrize("place", ["room", "circle"])
def test_who_cannot_is_named_to_all_and_not_called_on_their_own_screen(pair, visit, place):
    address = pair.alert()
    ben = pair.window(lambda origin: visit(), pair.ben, address if place == "room" else "")

    acts.press(ben, "I cannot now")
    ben.sees(f"{CARD} .pill", "Ben is asked")

    ben.misses(".to-you >> visible=true")
    ben.misses(".notice a", "You are asked")
    ben.page.reload()
    ben.sees(f"{CARD} .pill", "Ben is asked")
    ben.misses(".to-you >> visible=true")
    ben.misses(".notice a", "You are asked")


def test_who_can_is_called(pair, visit):
    address = pair.alert()
    ben = pair.window(lambda origin: visit(), pair.ben, address)

    ben.sees(f"{CARD} .pill", "Ben is asked")

    ben.sees(".company-card .to-you")
    ben.sees(".notice a", "You are asked")
    acts.press(ben, "I cannot now")
    ben.misses(".notice a")


@pytest.mark.parametrize("place", ["room", "circle"])
def test_who_cannot_is_not_offered_to_say_so_again_and_may_still_take_it_up(pair, visit, place):
    address = pair.alert()
    ben = pair.window(lambda origin: visit(), pair.ben, address if place == "room" else "")
    ben.sees(f"{CARD} form[action$=declines] >> visible=true")

    acts.press(ben, "I cannot now")

    ben.misses(f"{CARD} form[action$=declines] >> visible=true")
    ben.sees(".notice", "That is all right")
    ben.page.reload()
    ben.misses(f"{CARD} form[action$=declines] >> visible=true")
    ben.sees(f"{CARD} form[action$=claims] >> visible=true", "I have you")


def test_a_call_that_is_taken_back_and_raised_again_asks_them_anew(pair, visit):
    address = pair.alert()
    ben = pair.window(lambda origin: visit(), pair.ben, "")
    acts.press(ben, "I cannot now")
    ben.sees(".notice", "That is all right")

    pair.ana.post(f"{address}/withdrawal").expect(201)
    ben.misses(f"{CARD} form[action$=claims] >> visible=true")
    pair.alert()

    ben.sees(f"{CARD} form[action$=declines] >> visible=true")


def test_who_was_refused_may_say_so_again(pair, visit):
    address = pair.alert()
    ben = pair.window(lambda origin: visit(), pair.ben, "")
    refused = {"status": 422, "json": {"error": "Not now."}}
    ben.page.route("**/declines", lambda route: route.fulfill(**refused), times=1)

    acts.press(ben, "I cannot now")

    ben.sees(".notice", "Not now.")
    ben.sees(f"{CARD} form[action='{address}/declines']")
    acts.press(ben, "I cannot now")
    ben.misses(f"{CARD} form[action$=declines] >> visible=true")


def test_the_keyboard_stays_at_the_call_when_the_button_goes(pair, visit):
    pair.alert()
    ben = pair.window(lambda origin: visit(), pair.ben, "")
    ben.page.get_by_role("button", name="I cannot now").first.focus()

    ben.page.keyboard.press("Enter")

    ben.misses(f"{CARD} form[action$=declines] >> visible=true")
    ben.until(lambda: ben.asks(f"document.activeElement.matches('{CARD}')"))
