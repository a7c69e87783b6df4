"""Help lines: for everybody, whatever else is down, and never guessed."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from accountability.app import create_app
from accountability.core import clock
from accountability.urges import help_lines
from accountability.urges.help_wording import COSTS, COUNTRIES, HOURS, TOPICS
from tests.settings import settings_for

PROMISES = ["on the way", "always here", "safe now", "in minutes", "will pass"]


@pytest.fixture
def visitor(tmp_path):
    """A browser of a service whose database cannot be reached at all."""
    nowhere = f"sqlite:///{tmp_path}/no/such/folder/steady.sqlite"
    return create_app(settings_for(tmp_path, nowhere)).test_client()


def page(visitor, path, **more):
    answer = visitor.get(path, **more)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def test_every_entry_says_where_it_is_from_and_when_it_was_looked_over():
    given = json.loads(help_lines.FILE.read_text("utf-8"))["countries"]

    for country in given:
        assert country["emergency"] and country["code"] in COUNTRIES
        for line in country["lines"]:
            assert line["source"].startswith("https://") and line["name"] and line["ways"]
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", line["checked"])
            assert line["topic"] in TOPICS and line["cost"] in COSTS
            assert all(way["hours"] in HOURS for way in line["ways"])


def test_it_stands_without_a_database_and_takes_no_cookie(visitor):
    visitor.set_cookie("session", "something-old-or-forged")

    for path in ("/help", "/help/gb", "/help/other", "/help/nowhere-at-all"):
        answer = visitor.get(path)
        assert answer.status_code == 200 and "Set-Cookie" not in answer.headers


def test_abuse_lines_stand_beside_crisis_lines(visitor):
    shown = page(visitor, "/help/gb")

    assert "116 123" in shown and "0808 2000 247" in shown and "tel:08082000247" in shown


def test_988_is_for_two_countries_only(visitor):
    for country in help_lines.countries().values():
        has_it = "988" in page(visitor, f"/help/{country.code.lower()}")
        assert has_it is (country.code in ("US", "CA")), country.code


def test_paired_lines_are_shown_both(visitor):
    shown = page(visitor, "/help/de")

    assert "0800 111 0 111" in shown and "0800 111 0 222" in shown


def test_an_unknown_country_gets_what_holds_everywhere(visitor):
    shown = page(visitor, "/help/zz")

    assert "emergency number of the country you are in" in shown
    assert "findahelpline.com" in shown and "tel:" not in shown


def test_the_country_is_never_taken_from_where_one_comes_from(visitor):
    forged = {"X-Forwarded-For": "8.8.8.8", "CF-IPCountry": "US", "Accept-Language": "de-DE"}

    assert page(visitor, "/help", headers=forged) == page(visitor, "/help")


def test_what_is_old_is_flagged(visitor, monkeypatch):
    country = help_lines.countries()["IN"]
    old = replace(country.lines[0], checked=clock.now().date() - timedelta(days=181))
    assert "half a year" not in page(visitor, "/help/in")

    monkeypatch.setitem(help_lines.countries(), "IN", replace(country, lines=(old,)))

    assert "half a year" in page(visitor, "/help/in")


def test_nothing_is_promised(visitor):
    for path in ("/help", "/help/us", "/help/other"):
        shown = page(visitor, path).casefold()
        assert not [words for words in PROMISES if words in shown]
