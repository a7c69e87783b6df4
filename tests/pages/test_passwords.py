"""A password comes out of a password manager, or from wherever it was copied: it can be pasted."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.cast import PASSWORD
from tests.pages.places import PAGES

ASKING = [
    "security.login",
    "security.register",
    "security.reset_password",
    "security.change_password",
    "security.verify",
]
COPY = "(words) => navigator.clipboard.writeText(words)"


@pytest.mark.parametrize("name", ASKING)
def test_a_password_can_be_pasted(name, scenery, windows):
    place = next(one for one in PAGES if one.name == name)
    with windows(scenery).at(place) as (page, complaints):
        page.context.grant_permissions(["clipboard-write"])
        page.evaluate(COPY, PASSWORD)
        fields = page.locator("input[type=password]:visible").all()
        for field in fields:
            field.press("ControlOrMeta+v")
            expect(field).to_have_value(PASSWORD)

    assert fields and complaints == []
