"""Pages for eyes that need colours of their own."""

from __future__ import annotations

import pytest

from tests.pages.places import PAGES

EDGED = """(selector) => {
  const one = document.querySelector(selector)
  const style = getComputedStyle(one)
  return [style.borderTopStyle, style.outlineStyle].some(line => line !== 'none')
}"""


@pytest.fixture
def forced(scenery, windows):
    """What a page of this name answers to an expression, in forced colours."""

    def ask(name, expression, given):
        place = next(one for one in PAGES if one.name == name)
        with windows(scenery).at(place) as (page, _complaints):
            page.emulate_media(forced_colors="active")
            told = page.evaluate(expression, given)
            page.emulate_media(forced_colors="none")
        return told

    return ask


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
def test_what_can_be_touched_has_an_edge_in_forced_colours(name, selector, forced):
    assert forced(name, EDGED, selector)


def test_focus_is_outlined_in_forced_colours(scenery, windows):
    place = next(one for one in PAGES if one.name == "accounts.me")
    with windows(scenery).at(place) as (page, _complaints):
        page.emulate_media(forced_colors="active")
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        page.emulate_media(forced_colors="none")

    assert outline == "solid"


RING = (".ring-fill", None, "stroke")
# What says something by being there, or by its colour: where, what of it, and which colour.
MARKS = [
    (".dot:not([hidden])", None, "backgroundColor"),
    (".row-new", "::before", "backgroundColor"),
    (".legend-kept", "::before", "backgroundColor"),
    (".legend-slip", "::before", "backgroundColor"),
    (".day-kept-1", None, "fill"),
    (".day-slip", None, "fill"),
    (".bar-fill.w-7", None, "backgroundColor"),
    RING,
]
COLOURS = """(marks) => {
  const probe = document.body.appendChild(document.createElement('i'))
  const own = ['Canvas', 'CanvasText', 'Highlight', 'GrayText'].map(name => {
    probe.style.color = name
    return [name, getComputedStyle(probe).color]
  })
  const colour = ([selector, part, name]) =>
    getComputedStyle(document.querySelector(selector), part)[name]
  return [Object.fromEntries(own), ...marks.map(colour)]
}"""
OUTLINED = """(selector) =>
  [...document.querySelectorAll(selector)].filter(one => one.checkVisibility())
    .map(one => getComputedStyle(one).outlineStyle)"""


def test_every_mark_has_a_colour_of_the_persons_own_in_forced_colours(forced):
    own, *marks = forced("stylebook.page", COLOURS, MARKS)

    seen = (own["CanvasText"], own["Highlight"])
    assert own["Canvas"] not in seen
    assert [mark for mark, colour in zip(MARKS, marks, strict=True) if colour not in seen] == []


def test_kept_and_slipped_days_are_told_apart_in_forced_colours(forced):
    _own, kept, slip, day_kept, day_slip = forced("stylebook.page", COLOURS, MARKS[2:6])

    assert (day_kept, day_slip) == (kept, slip)
    assert kept != slip


def test_what_a_ring_holds_stands_out_from_the_rest_in_forced_colours(forced):
    own, filled, rest = forced("stylebook.page", COLOURS, [RING, (".ring-track", None, "stroke")])

    assert (filled, rest) == (own["Highlight"], own["GrayText"])


@pytest.mark.parametrize(
    ("name", "is_it", "is_not"),
    [
        ("stylebook.page", ".choice:has(:checked)", ".choice:not(:has(:checked))"),
        ("circles.room of a friend", ".tab[aria-current]", ".tab:not([aria-current])"),
    ],
)
def test_what_is_chosen_or_open_is_outlined_in_forced_colours(forced, name, is_it, is_not):
    assert set(forced(name, OUTLINED, is_it)) == {"solid"}
    assert set(forced(name, OUTLINED, is_not)) == {"none"}
