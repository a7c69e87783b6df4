"""The main job in real browsers, with script and without; and what Cleo, outside, learns: nothing.

A fault in any console fails these tests too: see the fixture `window`.
"""

from __future__ import annotations

import re

import pytest

from tests.browser import acts
from tests.browser.outsider import Outsider, addresses
from tests.browser.story import MARKERS, Story
from tests.kit import cast

PLACE = re.compile(r"/(\w+/[\w-]{22})[\"/]")
STREAM = re.compile(r'data-stream="([\w-]{22})"')


@pytest.fixture(scope="module")
def browser(whole_browser):
    """What the whole service is for is played in the whole browser."""
    return whole_browser


def play(story):
    story.meet()
    story.keep_days()
    story.talk()
    story.call()
    story.answer()
    story.hold()


def places_on(visitor, *paths):
    """Every thing that these pages lead to."""
    found = set()
    for path in paths:
        text = visitor.context.request.get(visitor.origin + path).text()
        found |= {*PLACE.findall(text), *(f"streams/{one}" for one in STREAM.findall(text))}
    return found


def test_ana_calls_ben_answers_and_cleo_learns_nothing(service, visit, tmp_path):
    with Outsider(service.origin) as cleo:
        story = Story(visit(), visit())

        play(story)
        places = places_on(story.ana, story.room, f"{story.room}/people", story.alert)
        story.take_words_away()

        words = {place.split("/")[0] for place in places}
        assert words >= {"circles", "members", "messages", "alerts", "responses", "streams"}
        assert cleo.told_apart(addresses(tmp_path), places) == []
        assert cleo.follower.wire.heard("event", "hello") and cleo.overheard(MARKERS) == []


def test_the_same_job_is_done_by_forms_and_pages_alone(visit):
    story = Story(visit(script=False), visit(script=False))

    play(story)
    story.take_words_away()


def test_going_back_and_sending_again_keeps_the_words_under_a_fresh_key(service, visit):
    ana = visit(script=False)
    host = cast.sign_up_new(service.origin, "Ana")
    room = f"/circles/{cast.start_circle(host)}"
    page = ana.wear(host.cookies).open(room)
    first = page.locator("form.composer input[name=key]").get_attribute("value")
    acts.say(ana, "The kettle sings.")
    ana.sees(".message", "The kettle sings.")

    ana.go_back()
    kept = page.locator("form.composer textarea").input_value()
    again = page.locator("form.composer input[name=key]").get_attribute("value")
    acts.say(ana, f"{kept} Again.")

    assert kept == "The kettle sings." and again != first
    ana.sees(".message", "The kettle sings. Again.")
    assert page.locator(".message").count() == 2
