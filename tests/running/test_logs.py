"""The log says how the service is used and what went wrong, and nothing of anybody."""

from __future__ import annotations

import re
import sqlite3

import pytest

from tests.cast import PASSWORD
from tests.client.http import Browser
from tests.client.wire import Wire
from tests.kit.service import Service
from tests.pages.conftest import shown
from tests.pages.places import PLACES
from tests.pages.scene import PEOPLE
from tests.running.conftest import MARK, lines

STRANGE = {"X_Request_ID": f"{MARK}@b.example", "User_Agent": MARK, "Referer": f"/{MARK}"}


@pytest.fixture(scope="module")
def used(marked, tmp_path_factory):
    """A service whose every page was asked for, with marks wherever a mark can stand."""
    folder = tmp_path_factory.mktemp("used") / "instance"
    with shown(marked, folder, LOGS="json") as scenery:
        for place in PLACES:
            scenery.look(place, **STRANGE)
        say_everywhere(scenery)
        break_a_message(scenery)
        with_a_socket(scenery)
    return scenery


def say_everywhere(scenery):
    """Words in bodies, queries, paths and forms that fail, by somebody and by nobody."""
    room = f"/circles/{scenery.ids['circle']}"
    scenery.send("Ben", f"{room}/messages", {"text": f"{MARK} hello"})
    scenery.send("Ben", f"{room}/messages", {"text": MARK * 2000})
    ben = scenery.browser("Ben")
    ben.get(f"/{MARK}", q=MARK)
    ben.ask("GET", f"/circles?{MARK}={MARK}%0d%0a{MARK}")
    ben.ask("POST", "/circles", f'{{"name": "{MARK}'.encode(), Content_Type="application/json")
    ben.ask(MARK.upper(), "/circles")
    typed = {"email": f"{MARK}@b.example", "password": MARK}
    Browser(scenery.service.origin).post_form("/sign-in", "/sign-in", **typed)


def break_a_message(scenery):
    """Spoil a row, so that a page fails in the middle of what people wrote."""
    with sqlite3.connect(scenery.file) as database:
        database.execute("UPDATE messages SET text_sealed = ?", (MARK.encode(),))
    database.close()
    scenery.browser("Ben").get(f"/circles/{scenery.ids['circle']}").expect(500)


def with_a_socket(scenery):
    wire = Wire(scenery.browser("Ana"))
    wire.wait_for("event", "hello")
    wire.emit("typing", {"alert": MARK})
    wire.close()


def test_no_word_address_or_id_of_anybody_is_in_the_log(used):
    text = used.service.words()
    ids = {one for one in used.ids.values() if len(one) > 8}
    asked = {
        "@",
        "?",
        PASSWORD,
        MARK,
        MARK.upper(),
        *(f'"{name}' for name in PEOPLE),
        *ids,
    }

    assert len(text) > 10_000
    assert [one for one in asked if one in text] == []


def test_each_request_is_one_line_with_its_route_and_number(used):
    said = [one for one in lines(used.service.words()) if one["event"] == "answered"]
    fields = {"at", "code", "event", "level", "method", "ms", "request", "route"}

    assert {tuple(sorted(one)) for one in said} == {tuple(sorted(fields))}
    assert len({one["request"] for one in said}) == len(said) > len(PLACES)
    assert {"/circles/<id:circle_id>", "/socket.io/", "none"} <= {one["route"] for one in said}
    assert {one["code"] for one in said} >= {101, 200, 302, 404, 422, 500}
    assert "other" in {one["method"] for one in said}


def test_a_fault_is_told_by_its_kind_and_place_under_the_number_of_its_request(used):
    said = lines(used.service.words())
    (fault,) = [one for one in said if one["level"] == "error" and "/circles" in one["event"]]
    (answer,) = [one for one in said if one["event"] == "answered" and one["code"] == 500]

    assert fault["event"] == "GET /circles/<id:circle_id> failed"
    assert fault["request"] == answer["request"]
    assert fault["fault"] and re.fullmatch(r"\S+:\d+ \w+", fault["stack"][-1])


def test_the_number_of_a_proxy_is_kept_and_a_strange_one_is_not(used):
    # The service of the others has ended by now: one line of another is enough.
    folder = used.service.folder.with_name("other")
    with Service(folder, LOGS="json") as service:
        browser = Browser(service.origin)
        kept = browser.ask("GET", "/safety", X_Request_ID="0123456789abcdef" * 2)
        made = browser.ask("GET", "/safety", X_Request_ID="Ana was here, 12 Main St")

    assert kept.headers["X-Request-ID"] == "0123456789abcdef" * 2
    assert re.fullmatch(r"[0-9a-f]{32}", made.headers["X-Request-ID"])
    assert {one.headers["X-Request-ID"] for one in (kept, made)} <= {
        one["request"] for one in lines(service.words()) if one["event"] == "answered"
    }


def test_by_default_the_terminal_hears_of_nothing_but_the_address(tmp_path):
    with Service(tmp_path / "in") as service:
        Browser(service.origin).get("/safety").expect(200)

    assert service.words().splitlines() == [f"Steady is at {service.origin} (Ctrl-C ends it)"]
