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
