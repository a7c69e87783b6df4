"""Pages for eyes that need more: letters twice as large, and colours of one's own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright

from tests.kit.chromium import light, running
from tests.pages import looking
from tests.pages.places import PAGES, Place
from tests.pages.windows import Windows

# As a person sets it in their browser: the sizes that styles ask about grow with it.
LARGE_LETTERS = "--blink-settings=defaultFontSize=32"

EDGED = """(selector) => {
  const one = document.querySelector(selector)
  const style = getComputedStyle(one)
  return [style.borderTopStyle, style.outlineStyle].some(line => line !== 'none')
}"""

every_page = pytest.mark.parametrize("place", PAGES, ids=lambda place: place.name)


@pytest.fixture(scope="module")
def large(playwright: Playwright, scenery) -> Iterator[Windows]:
    """Windows of a browser in which letters are twice as large."""
    with running(playwright, light(), LARGE_LETTERS) as browser:
        windows = Windows(browser, scenery)
        yield windows
        windows.close()


@every_page
def test_letters_twice_as_large_still_fit(place: Place, large):
    with large.at(place) as (page, _complaints):
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        assert looking.overflow(page) == []
        assert looking.cut(page) == []
        assert looking.out_of_sight(page) == []


@pytest.mark.parametrize(
    ("name", "selector"),
    [
        ("circles.room of a friend", ".urge-button"),
        ("circles.room of a friend", ".button-moss"),
        ("circles.room of a friend", ".slot[data-kind='alert']"),
        ("circles.room of a friend", ".exit"),
        ("urges.resolution", ".choice"),
        ("accounts.me", ".input"),
    ],
)
def test_what_can_be_touched_has_an_edge_in_forced_colours(name, selector, scenery, windows):
    place = next(one for one in PAGES if one.name == name)
    with windows(scenery).at(place) as (page, _complaints):
        page.emulate_media(forced_colors="active")
        edged = page.evaluate(EDGED, selector)
        page.emulate_media(forced_colors="none")

    assert edged


def test_focus_is_outlined_in_forced_colours(scenery, windows):
    place = next(one for one in PAGES if one.name == "accounts.me")
    with windows(scenery).at(place) as (page, _complaints):
        page.emulate_media(forced_colors="active")
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        page.emulate_media(forced_colors="none")

    assert outline == "solid"
