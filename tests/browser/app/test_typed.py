"""What was typed and never sent is shown to nobody who signs in afterwards in the same window."""

from __future__ import annotations

import re

import pytest

from tests.browser import acts
from tests.browser.app.conftest import NO_LINE

SECRET = "meant for nobody else"
PLACES = {"words": ".composer textarea", "a circle": "[name=agreement]"}


@pytest.fixture
def ana(pair, visit):
    ana = visit().wear(pair.ana.cookies)
    ana.forgives += NO_LINE
    ana.context.route(re.compile("bbc"), lambda route: route.fulfill(body="Fair and mild."))
    return ana


def type_and_go_on(ana, path, field):
    """Type something there, and go to other pages without sending it."""
    ana.enter(path)
    ana.page.locator(field).fill(SECRET)
    for place in ("/journey", "/me"):
        ana.asks(f"location.assign('{place}')")
        ana.page.wait_for_url("**" + place)
        ana.wait_live()


def typed(visitor, field):
    """What stands in the field now, if it is here."""
    visitor.page.wait_for_load_state("load")
    return [one.input_value() for one in visitor.page.locator(field).all()]


def is_signed_out(visitor):
    return visitor.context.request.get(f"{visitor.origin}/me", max_redirects=0).status != 200


@pytest.mark.parametrize("way", ["sign out", "exit"])
@pytest.mark.parametrize("place", ["words", "a circle"])
def test_it_is_not_in_the_forms_of_whoever_signs_in_next(ana, pair, place, way):
    field = PLACES[place]
    type_and_go_on(ana, pair.room if place == "words" else "/circles/new", field)
    acts.leave(ana, way)
    ana.until(lambda: is_signed_out(ana))  # the way out waits for no answer
    acts.sign_in(ana, pair.ben.email)

    shown = []
    for _ in range(6):
        ana.go_back()
        shown += typed(ana, field)

    assert shown, "no such form was seen"
    assert SECRET not in shown


def test_it_is_there_again_for_who_typed_it_and_goes_back(ana, pair):
    type_and_go_on(ana, pair.room, PLACES["words"])

    ana.go_back()
    ana.go_back()

    ana.until(lambda: typed(ana, PLACES["words"]) == [SECRET])


def test_signing_out_in_another_tab_leaves_no_words_in_this_one(ana, pair):
    ana.context.route_web_socket(re.compile("socket.io"), lambda one: one.close())
    ana.enter(pair.room, "poll")
    ana.page.locator(PLACES["words"]).fill(SECRET)
    other = ana.open_tab()
    other.goto(ana.origin + "/me")

    other.get_by_role("button", name="Sign out", exact=True).click()

    ana.page.wait_for_url("**/sign-in**", timeout=40_000)
    assert SECRET not in ana.asks("JSON.stringify(sessionStorage)")
