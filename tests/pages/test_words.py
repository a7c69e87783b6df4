"""Every word that the service says can be translated, and none says too much outside a page."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest

from accountability.core.clock import ZONES
from accountability.urges import help_lines
from tests.house.repo_rules import banned_words
from tests.house.tree import ROOT
from tests.pages.places import PAGES, Place
from tests.pages.reading import LATIN, Text, leads, unmarked

BANNED = banned_words()
# Names, addresses and dates are no words of ours.
SAME = re.compile(
    r"Steady|English|\S+@\S+|https?://\S+|\b[\w-]+(\.[\w-]+)+\b"
    r"|\d{1,2} [A-Z][a-z]{2,8}( \d{4})?"
)
every_page = pytest.mark.parametrize("place", PAGES, ids=lambda place: place.name)


def _texts(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict | list):
        for one in told.values() if isinstance(told, dict) else told:
            yield from _texts(one)


# What stands in files as it is: the names of help lines and of time zones.
AS_IT_IS = {*_texts(json.loads(help_lines.FILE.read_text())), *ZONES}


def _is_ours(where: str, words: str) -> bool:
    """Whether the service says this. Mails in the outbox were written before the page was."""
    if words in AS_IT_IS or where.startswith("article"):
        return False
    return bool(LATIN.search(SAME.sub("", words)))


@every_page
def test_every_word_of_a_page_can_be_translated(place: Place, bracketed):
    text = Text(bracketed.seen(place).expect(place.code).text)

    said = [f"<{where}> {words}" for where, words in unmarked(text) if _is_ours(where, words)]

    assert not said, "\n".join(said)


@every_page
def test_nothing_outside_of_a_page_says_what_the_service_is_for(place: Place, scenery):
    text = Text(scenery.seen(place).expect(place.code).text)

    assert text.title.strip()
    assert not BANNED.search(text.title)
    assert [one for one in leads(text) if one.startswith("/") and BANNED.search(one)] == []


def test_an_invitation_says_nothing_to_somebody_else_who_opens_it(scenery):
    answer = scenery.browser("").get(f"/invitations/{scenery.ids['token']}").expect(200)
    page = Text(answer.text)
    told = " ".join(piece for piece, _ in page.pieces)

    assert not BANNED.search(told), BANNED.search(told)
    assert not BANNED.search(str(page.tags)), BANNED.search(str(page.tags))


def test_no_mail_says_outside_of_itself_what_the_service_is_for(scenery):
    with sqlite3.connect(scenery.file) as connection:
        subjects = [subject for (subject,) in connection.execute("SELECT subject FROM mails")]

    assert len(set(subjects)) >= 3
    assert [subject for subject in subjects if BANNED.search(subject)] == []


def test_no_icon_says_what_the_service_is_for():
    drawn = [path.read_text() for path in (ROOT / "static").rglob("*.svg")]

    assert drawn
    assert [one for one in drawn if BANNED.search(one)] == []


def test_the_rule_would_see_a_word_that_nobody_can_translate():
    page = Text("<p>⟦Good ⟦day⟧ ⟧ Ana <b>there</b></p><input type=submit value=Send>")

    assert list(unmarked(page)) == [("p", "Ana"), ("p b", "there"), ("input value", "Send")]
