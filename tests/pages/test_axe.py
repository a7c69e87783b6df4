"""Every page, in both themes, on a phone: for everybody's eyes, thumbs and readers."""

from __future__ import annotations

import pytest

from tests.pages import looking
from tests.pages.places import PAGES, PLACES, Place
from tests.pages.windows import PHONE, SMALLEST

every_page = pytest.mark.parametrize("place", PAGES, ids=lambda place: place.name)


def _unrolled(page) -> None:
    """Show the page in one piece: what lies under a bar is scrolled from under it by a thumb."""
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size(PHONE | {"height": max(PHONE["height"], height)})


def _looked_at(page) -> list[str]:
    _unrolled(page)
    looking.load_axe(page)
    light = looking.axe_finds(page, looking.EVERYTHING)
    page.emulate_media(color_scheme="dark")
    dark = [f"dark: {one}" for one in looking.axe_finds(page, looking.COLOURS)]
    page.emulate_media(color_scheme="light")
    small = [f"small: {one}" for one in looking.small_targets(page)]
    return light + dark + small


def _on_the_smallest(page) -> list[str]:
    page.set_viewport_size(SMALLEST)
    wide = [f"wide: {one}" for one in looking.overflow(page)]
    page.set_viewport_size(PHONE)
    return wide


@every_page
def test_a_page_is_fit_for_everybody(place: Place, scenery, windows):
    with windows(scenery).at(place) as (page, complaints):
        found = _looked_at(page)
        found += _on_the_smallest(page)
        headings = page.evaluate(looking.HEADINGS)
        found += [] if headings == 1 else [f"{headings} visible h1"]
        found += complaints

    assert not found, "\n".join(found)


def test_every_address_that_can_be_read_has_its_place(routes):
    readable = {rule.endpoint for rule in routes.iter_rules() if "GET" in (rule.methods or ())}

    assert {place.name.partition(" ")[0] for place in PLACES} == readable - {"static"}
