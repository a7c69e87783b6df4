"""Pages for eyes that need colours of their own."""

from __future__ import annotations

import pytest

from tests.pages.places import PAGES

EDGED = """(selector) => {
  const one = document.querySelector(selector)
  const style = getComputedStyle(one)
  return [style.borderTopStyle, style.outlineStyle].some(line => line !== 'none')
}"""


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
