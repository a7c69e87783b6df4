"""Every word that the service says can be translated, and none says too much outside a page."""

from __future__ import annotations

import sqlite3

import pytest

from tests.house.repo_rules import banned_words
from tests.house.tree import ROOT
from tests.pages.places import PAGES, READ_BY_PEOPLE, Place
from tests.pages.reading import Text, leads, unmarked
from tests.pages.saying import untranslated

BANNED = banned_words()
every_page = pytest.mark.parametrize("place", PAGES, ids=lambda place: place.name)


@pytest.mark.parametrize("place", READ_BY_PEOPLE, ids=lambda place: place.name)
def test_every_word_of_a_page_can_be_translated(place: Place, bracketed):
    # The mails in the outbox were written before the brackets came.
    mails = "article" if place.name == "front.outbox" else ""
    said = untranslated(Text(bracketed.seen(place).expect(place.code).text), but=mails)

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
