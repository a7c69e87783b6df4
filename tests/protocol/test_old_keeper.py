"""Who waits for a yes leaves the open screen of whoever keeps the room no more."""

from __future__ import annotations

import pytest

from tests.kit import cast


def own_stream(browser):
    streams = browser.streams()["streams"]
    return next(stream["id"] for stream in streams if stream["kind"] == "account")


def waiting(view):
    return [card["id"] for card in view.values() if card["kind"] == "newcomer"]


@pytest.mark.parametrize("by", ["socket", "poll"])
def test_an_old_moderator_loses_who_waits_at_once(room, stranger, follow, by):
    made = room.ana.post(f"/circles/{room.circle}/invitations").expect(201).json
    link = cast.link_on(room.ana.get(made["location"]))
    screen = follow(room.mo, by=by, only=own_stream(room.mo))
    wish = stranger().post(f"{link}/newcomers", name="Noa").expect(201).json["id"]
    screen.wait_until(lambda view: wish in waiting(view))

    room.ana.post(f"/members/{room.me['Mo']}/role", role="member").expect(201)

    screen.wait_until(lambda view: wish not in waiting(view))
