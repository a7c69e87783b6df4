"""What the forms of an alert say when nobody touched them, and once it is over."""

import re

import pytest

from accountability.core.extensions import db
from accountability.urges.models import UrgeAlert


@pytest.fixture
def ana(app, cast):
    with app.app_context():
        cast.circle()
    return cast.browser("Ana")


def text(answer):
    return answer.get_data(as_text=True)


def strengths(page):
    """The controls that would send a strength: those of a page without script, and all."""
    plain = "".join(re.findall(r"<noscript>(.*?)</noscript>", page, re.DOTALL))
    inputs = re.findall(r'<(?:input|select)[^>]*name="strength"[^>]*>', page)
    return plain, [one for one in inputs if "disabled" not in one]


def test_without_script_the_strength_can_stay_empty(app, ana):
    alert = ana.post("/alerts").get_json()["id"]

    plain, enabled = strengths(text(ana.get(f"/alerts/{alert}")))

    assert len(enabled) == 1 and enabled[0] in plain and '<option value=""></option>' in plain
    assert ana.post(f"/alerts/{alert}/details", page=True, strength="", note="hm").location
    with app.app_context():
        assert db.session.query(UrgeAlert).one().strength is None


def test_for_the_script_there_is_one_slider_and_nothing_else(ana):
    alert = ana.post("/alerts").get_json()["id"]

    sheet = text(ana.get(f"/alerts/{alert}/sheet", headers={"X-Fragment": "1"}))

    plain, enabled = strengths(sheet)
    assert plain == "" and len(enabled) == 1 and 'type="range"' in enabled[0]


def said(answer):
    """The page without the words that its script keeps for later."""
    return text(answer).split('<template id="words"')[0]


def test_over_no_page_of_it_says_that_friends_are_told_or_asked(cast, ana):
    alert = ana.post("/alerts").get_json()["id"]
    assert "Your friends are told." in said(ana.get(f"/alerts/{alert}/sheet"))

    ana.post(f"/alerts/{alert}/resolution", outcome="held")

    sheet = said(ana.get(f"/alerts/{alert}/sheet"))
    assert "Your friends are told." not in sheet and "You held." in sheet
    assert f"/alerts/{alert}/details" not in sheet
    room = said(cast.browser("Ben").get(f"/alerts/{alert}"))
    assert "<h1>Ana asked for company</h1>" in room
    assert "Ana asks for company" not in room
