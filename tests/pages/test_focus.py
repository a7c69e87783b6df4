"""Where the keyboard is can be seen, in both themes and in the colours that everybody has."""

from __future__ import annotations

from base64 import b64encode

import pytest

from tests.pages.places import PAGES

NAMES = [
    "circles.room of a friend",
    "urges.room claimed, its author",
    "urges.room of a friend",
    "urges.resolution",
    "accounts.me",
]
LEAST = 3  # of contrast, between a point of the ring and the same point without it
AROUND = 12  # how far a ring may lie from what it surrounds
MOST_STOPS = 80
# What bears the ring of what has the focus, and where; its name tells whoever reads of a fault.
HERE = """() => {
  const one = document.activeElement
  if (one === document.body || one.matches('#content')) return null
  const it = one.closest('.choice, .week-hour') ?? one
  window.held = one
  const {x, y, width, height} = it.getBoundingClientRect()
  const touches = at => it.contains(document.elementFromPoint(x + width / 2, at))
  const isFree = touches(y + 1) && touches(y + height - 1)
  return {name: it.outerHTML.slice(0, 120), isFree, box: {x, y, width, height}}
}"""
LET_GO = "() => window.held.blur()"
TAKE = "() => window.held.focus({preventScroll: true})"
# How many points of two pictures differ by so much contrast.
STANDS_OUT = """async ([one, other, least]) => {
  const points = async (png) => {
    const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0))
    const picture = await createImageBitmap(new Blob([bytes]))
    const canvas = new OffscreenCanvas(picture.width, picture.height).getContext('2d')
    canvas.drawImage(picture, 0, 0)
    return canvas.getImageData(0, 0, picture.width, picture.height).data
  }
  const linear = (part) => part <= 10 ? part / 3294.6 : ((part / 255 + .055) / 1.055) ** 2.4
  const light = (data, at) =>
    .2126 * linear(data[at]) + .7152 * linear(data[at + 1]) + .0722 * linear(data[at + 2]) + .05
  const [a, b] = [await points(one), await points(other)]
  let many = 0
  for (let at = 0; at < a.length; at += 4) {
    const [low, high] = [light(a, at), light(b, at)].sort((x, y) => x - y)
    many += high / low >= least
  }
  return many
}"""


@pytest.fixture
def differ(browser):
    """How many points of two pictures of one place stand out from each other."""
    page = browser.new_page()
    yield lambda *pictures: page.evaluate(
        STANDS_OUT, [*(b64encode(one).decode() for one in pictures), LEAST]
    )
    page.close()


def around(box, size):
    """A box with room for its ring, as far as the window goes."""
    left, top = max(0, box["x"] - AROUND), max(0, box["y"] - AROUND)
    right = min(size["width"], box["x"] + box["width"] + AROUND)
    bottom = min(size["height"], box["y"] + box["height"] + AROUND)
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}


def length(box):
    """How many points there are in a line around all of it."""
    return 2 * (box["width"] + box["height"])


def stops(page):
    """Go from stop to stop by the tab key, until it leaves the page; each with its two looks."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here is None:
            return
        clip = around(here["box"], page.viewport_size)
        held = page.screenshot(clip=clip)
        page.evaluate(LET_GO)
        free = page.screenshot(clip=clip)
        page.evaluate(TAKE)
        yield here, held, free
    raise AssertionError("the tab key does not leave the page")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_each_stop_of_the_tab_key_has_a_ring_that_stands_out(name, theme, scenery, windows, differ):
    place = next(one for one in PAGES if one.name == name)
    with windows(scenery).at(place) as (page, _complaints):
        page.emulate_media(color_scheme=theme)
        seen = [(here, differ(held, free)) for here, held, free in stops(page)]
        page.emulate_media(color_scheme="light")

    assert len(seen) > 8
    assert [here["name"] for here, _ in seen if not here["isFree"]] == [], "something lies over it"
    assert [(here["name"], many) for here, many in seen if many < length(here["box"])] == []
