"""Every page, as somebody in danger needs it: a way out, a way to help, nothing kept, no tracks."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from tests.house.tree import ROOT
from tests.pages.places import PAGES, PLACES, WITHOUT_BUTTON, Place, has_button
from tests.pages.reading import Text, first_focusable, leads

EXIT = "https://www.bbc.com/weather"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self' ws://{host}; manifest-src 'self'; worker-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types app"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
CALLS = {"tel", "sms"}
INLINE = {"style", "srcdoc"}
every_page = pytest.mark.parametrize("place", PAGES, ids=lambda place: place.name)
every_place = pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)


def _tokens(header: str | None) -> set[str]:
    return {token.strip().lower() for token in (header or "").split(",")}


def _is_outside(address: str, host: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.scheme or parts.netloc) and parts.netloc != host


@every_page
def test_the_way_out_is_what_the_tab_key_reaches_first(place: Place, scenery):
    first = first_focusable(Text(scenery.seen(place).text))

    assert (first["tag"], first["href"]) == ("a", EXIT)
    assert {"noreferrer", "noopener"} <= set(first["rel"].split())


@every_page
def test_help_is_one_step_away(place: Place, scenery):
    assert "/help" in leads(Text(scenery.seen(place).text))


def _bears_the_big_button(text: Text) -> bool:
    classes = [given.get("class", "").split() for tag, given in text.tags if tag == "button"]
    return any("urge-button" in one for one in classes)


def test_the_big_button_is_on_every_page_of_who_is_signed_in_but_for_a_few(scenery):
    bearing = [one.name for one in PAGES if _bears_the_big_button(Text(scenery.seen(one).text))]

    assert bearing == [one.name for one in PAGES if has_button(one)]
    assert set(WITHOUT_BUTTON) <= {one.name for one in PAGES}


@every_page
def test_nothing_is_named_from_elsewhere_but_the_way_out_and_help(place: Place, scenery):
    text = Text(scenery.seen(place).text)
    outside = {one for one in leads(text) if _is_outside(one, scenery.browser("").host)}
    strangers = {one for one in outside - {EXIT} if urlsplit(one).scheme not in CALLS}
    unguarded = [
        given["href"]
        for tag, given in text.tags
        if tag == "a" and given.get("href") in strangers
        if not {"noreferrer", "noopener"} <= set(given.get("rel", "").split())
    ]

    assert not strangers or place.name.startswith("help.")
    assert unguarded == []


@every_place
def test_every_answer_carries_the_headers_that_keep_it_safe(place: Place, scenery):
    answer = scenery.seen(place)
    host = scenery.browser("").host

    assert answer.code == place.code, answer.text[:500]
    assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS
    assert answer.headers.get_all("Content-Security-Policy") == [POLICY.format(host=host)]
    assert "no-store" in _tokens(answer.headers["Cache-Control"])
    assert "noindex" in _tokens(answer.headers["X-Robots-Tag"])
    assert "cookie" in _tokens(answer.headers["Vary"])


@every_page
def test_no_page_has_code_of_its_own_or_needs_any(place: Place, scenery):
    answer = scenery.seen(place).expect(place.code)
    text = Text(answer.text)
    action = place.action(scenery.ids)
    actions = [given.get("action", "") for tag, given in text.tags if tag == "form"]

    assert [given for tag, given in text.tags if tag == "script" and "src" not in given] == []
    assert [given for _, given in text.tags if INLINE & set(given)] == []
    assert [name for _, given in text.tags for name in given if name.startswith("on")] == []
    assert action is None or any(one.endswith(action) for one in actions), actions


def test_looking_changes_nothing(scenery):
    seen = [place for place in PLACES if place.sent is None]
    for place in seen:
        scenery.browser(place.who)
    before = scenery.contents()

    for place in [*seen, *seen]:
        scenery.look(place)

    after = scenery.contents()
    assert {name for name in before if before[name] != after[name]} == set()


def test_what_is_built_names_no_other_host():
    built = [path for path in (ROOT / "static" / "build").iterdir() if path.suffix == ".css"]
    named = [one for path in built for one in re.findall(r"url\(([^)]*)\)", path.read_text())]

    assert named
    assert [one for one in named if _is_outside(one.strip("\"'"), "")] == []
