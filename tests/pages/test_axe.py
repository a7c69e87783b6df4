"""Every page on a phone, in both themes and in large letters: for all eyes, thumbs and readers."""

from __future__ import annotations

import pytest

from tests.pages import looking
from tests.pages.places import PAGES, PLACES, WORKER, Place, has_button

every_page = pytest.mark.parametrize("place", PAGES, ids=lambda place: place.name)


@every_page
def test_a_page_is_fit_for_everybody(place: Place, scenery, windows):
    with windows(scenery).at(place) as (page, complaints):
        found = looking.button_out_of_reach(page) if has_button(place) else []
        found += looking.faults(page) + complaints

    assert not found, "\n".join(found)


def test_every_address_that_can_be_read_has_its_place(routes):
    readable = {rule.endpoint for rule in routes.iter_rules() if "GET" in (rule.methods or ())}

    assert {place.name.partition(" ")[0] for place in [*PLACES, WORKER]} == readable - {"static"}
