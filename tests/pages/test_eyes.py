"""Pages for eyes that need more: letters twice as large, and colours of one's own."""

from __future__ import annotations

import pytest

from tests.pages import looking
from tests.pages.places import PAGES, Place

# What is cut by its own box, other than what is hidden from eyes or scrolls.
CUT = """() => [...document.querySelectorAll('.button, .pill, .choice, h1, h2, .row-title, .who')]
  .filter(one => one.checkVisibility() && !one.matches('.visually-hidden, .visually-hidden *'))
  .filter(one => getComputedStyle(one).overflowX !== 'visible'
    && getComputedStyle(one).textOverflow !== 'ellipsis' && one.scrollWidth > one.clientWidth + 1)
  .map(one => one.outerHTML.slice(0, 140))"""

LARGER = "document.documentElement.style.setProperty('font-size', '200%')"

EDGED = """(selector) => {
  const one = document.querySelector(selector)
  const style = getComputedStyle(one)
  return [style.borderTopStyle, style.outlineStyle].some(line => line !== 'none')
}"""

every_page = pytest.mark.parametrize("place", PAGES, ids=lambda place: place.name)


@every_page
def test_letters_twice_as_large_still_fit(place: Place, scenery, windows):
    with windows(scenery).at(place) as (page, _complaints):
        page.evaluate(LARGER)

        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        assert looking.overflow(page) == []
        assert page.evaluate(CUT) == []


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
