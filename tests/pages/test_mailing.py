"""What only a service that sends mail shows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accountability.app import create_app
from tests.pages import looking
from tests.pages.places import MAILING, PLACES, WORKER, Place
from tests.pages.reading import Text, first_focusable, leads
from tests.pages.saying import untranslated
from tests.pages.test_safety import EXIT
from tests.settings import settings_for

PAGES = [place for place in MAILING if place.is_page]
every_page = pytest.mark.parametrize("place", PAGES, ids=lambda place: place.name)


@every_page
def test_a_page_of_a_mailing_service_is_fit_for_everybody(place: Place, mailing, windows):
    with windows(mailing).at(place) as (page, complaints):
        found = looking.faults(page) + complaints

    assert not found, "\n".join(found)


@every_page
def test_a_page_of_a_mailing_service_keeps_what_all_pages_promise(place: Place, mailing):
    text = Text(mailing.seen(place).expect(place.code).text)

    assert untranslated(text) == []
    assert first_focusable(text)["href"] == EXIT
    assert "/help" in leads(text)


def test_every_address_of_a_mailing_service_has_its_place(tmp_path):
    plain = settings_for(tmp_path, f"sqlite:///{tmp_path}/none.sqlite")
    mailing = replace(plain, smtp_url="smtp://127.0.0.1:9", public_url="http://a.example")
    app = create_app(replace(mailing, style_page=True))
    readable = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    named = {one.name.partition(" ")[0] for one in [*PLACES, *MAILING, WORKER]}
    assert named == readable - {"static"}
