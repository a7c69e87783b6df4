"""`/me/now`: what a script needs before it sends what waited, and what a stale token is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.client.http import FORM, JSON, Browser, make_key
from tests.kit import cast
from tests.kit.cast import Room


def send(browser: Browser, room: Room, token: str):
    """Say something with this token."""
    body = f"key={make_key()}&text=hello".encode()
    path = f"/circles/{room.circle}/messages"
    return browser.ask("POST", path, body, Accept=JSON, Content_Type=FORM, X_CSRFToken=token)


def test_it_names_the_account_the_history_and_the_time(room):
    now = room.ana.read("/me/now").expect(200).json

    streams = room.ana.read("/me/streams").json
    assert (now["account"], now["epoch"]) == (streams["account"], streams["epoch"])
    assert len(now["sign_in"]) == 22
    told = datetime.fromisoformat(now["server_time"])
    assert abs(datetime.now(UTC) - told) < timedelta(seconds=30)


def test_its_token_writes_and_a_stale_one_is_told_apart_from_other_refusals(room):
    fresh = room.ana.read("/me/now").json["csrf_token"]

    stale = send(room.ana, room, "of-another-sign-in").expect(400).json

    assert stale["stale"] == "csrf_token" and stale["error"]
    assert "stale" not in room.ana.post(f"/circles/{room.circle}/messages", key="short").json
    send(room.ana, room, fresh).expect(201)


def test_a_token_of_the_sign_in_before_is_stale_and_the_next_account_has_another(room):
    before = cast.second_browser(room.ana)
    token = before.read("/me/now").json["csrf_token"]
    before.cookies = dict(room.ben.cookies)

    send(before, room, token).expect(400)

    assert before.read("/me/now").json["account"] != room.ana.read("/me/now").json["account"]


def test_a_stranger_learns_nothing_from_it(room):
    stranger = Browser(room.ana.origin)

    assert stranger.read("/me/now").expect(401).json.keys() == {"error"}


def test_each_sign_in_has_a_mark_of_its_own_and_every_page_carries_it(room):
    again = cast.second_browser(room.ana)

    marks = [browser.read("/me/now").json["sign_in"] for browser in (room.ana, again, again)]

    assert marks[0] != marks[1] == marks[2]
    assert f'data-sign-in="{marks[1]}"' in again.get("/me").text
