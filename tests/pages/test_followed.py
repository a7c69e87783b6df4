"""Every page about what is in a circle hears of it when its reader is taken out."""

from __future__ import annotations

import re

import pytest

from tests.pages.places import PAGES, Place

INSIDE = {"circle_id", "member_id", "message_id", "milestone_id", "alert_id", "response_id"}
INSIDE |= {"invitation_id", "report_id", "drill_id"}
NAMED_OTHERWISE = {"moderation.new"}  # in `?about=`
STAFF = {"Sam"}  # look into a circle without being in it
FOLLOWED = re.compile(r'<body[^>]* data-about-stream="[\w-]+" data-about-head="\d+"')


@pytest.fixture
def inside(routes) -> list[Place]:
    """The pages whose address names something that is in a circle, as those in it see them."""
    rules = [rule for rule in routes.iter_rules() if "GET" in (rule.methods or ())]
    about = {rule.endpoint for rule in rules if rule.arguments & INSIDE} | NAMED_OTHERWISE
    seen = [place for place in PAGES if place.code in {200, 422} and place.who not in STAFF]
    return [place for place in seen if place.name.partition(" ")[0] in about]


def test_a_page_about_what_is_in_a_circle_follows_it(inside, scenery):
    deaf = [place.name for place in inside if not FOLLOWED.search(scenery.seen(place).text)]

    assert len(inside) > len(INSIDE)
    assert deaf == []
