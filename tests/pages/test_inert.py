"""Markup that somebody typed is words on every page, and when it arrives while one looks."""

from __future__ import annotations

import pytest

from tests.pages import looking
from tests.pages.places import PAGES, Place
from tests.pages.reading import Text
from tests.pages.scene import MARKUP

# Where words arrive while the page is open, and who says them from elsewhere.
LIVE = [
    ("circles.room of the host", "Noor", "/circles/{circle}/messages"),
    ("urges.room claimed, its author", "Mo", "/alerts/{claimed}/responses"),
]


@pytest.mark.parametrize("place", PAGES, ids=lambda place: place.name)
def test_typed_markup_makes_no_element(place: Place, enchanted):
    answer = enchanted.seen(place).expect(place.code)
    made = [given for tag, given in Text(answer.text).tags if "onerror" in given]
    scripts = [given for tag, given in Text(answer.text).tags if tag == "script"]

    assert made == []
    assert [given for given in scripts if "src" not in given] == []


@pytest.mark.parametrize(("name", "who", "address"), LIVE, ids=[one[0] for one in LIVE])
def test_typed_markup_that_arrives_live_is_words(name, who, address, enchanted, windows):
    place = next(one for one in PAGES if one.name == name)
    path = address.format(**enchanted.ids)

    with windows(enchanted).at(place) as (page, complaints):
        alarms: list[str] = []
        page.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
        page.locator("html[data-live=socket]").wait_for(state="attached")
        enchanted.browser(who).post(path, text=f"now {MARKUP}").expect(201)
        page.get_by_text(f"now {MARKUP}").first.wait_for()
        made = page.evaluate(looking.MADE)
        complaints = list(complaints)

    assert (made, alarms, complaints) == (0, [], [])


def test_the_scene_really_shows_what_was_typed(enchanted):
    shown = [place for place in PAGES if "&lt;img src=x onerror" in enchanted.seen(place).text]

    assert len(shown) > len(PAGES) / 2
