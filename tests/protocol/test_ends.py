"""Sections 3 and 4: rights are those of the moment; what ended stays ended."""

from __future__ import annotations

import contextlib
import threading
import time

import pytest

from tests.client import frames
from tests.client.http import Browser
from tests.client.reading import fresh_view
from tests.client.wire import SocketRefused, Wire
from tests.kit import cast
from tests.kit.cast import say


def newcomer(room, stranger, name="Noa"):
    """Somebody new who joined the room: their browser and member id."""
    person = stranger()
    cast.bring(room.ana, room.circle, person, name)
    return person, person.stream_of(room.circle)["me"]


def test_signing_out_closes_the_sockets_of_that_browser_only(stranger, dial):
    here = stranger()
    wire_here, wire_there = dial(here), dial(cast.second_browser(here))

    here.sign_out()

    assert wire_here.closed.wait(3)
    assert not wire_there.closed.is_set() and wire_there.emit("hello", {}) is True
    assert [f.payload for f in wire_here.heard("event", "revoked")] == [{"why": "signed_out"}]


def test_a_browser_ended_from_another_one_hears_no_more(stranger, dial):
    here = stranger()
    lost = cast.second_browser(here)
    wire = dial(lost)

    cast.end_other_browsers(here)

    assert wire.closed.wait(3)
    assert wire.heard("event", "revoked")[0].payload == {"why": "signed_out"}
    assert lost.read("/me/streams").code == 401 and here.is_signed_in()


def test_a_changed_password_ends_every_other_browser(stranger, dial):
    here = stranger()
    lost = cast.second_browser(here)
    wire = dial(lost)

    cast.change_password(here, "a-new-lantern-over-water")

    assert wire.closed.wait(3)
    assert lost.read("/me/streams").code == 401 and here.is_signed_in()


@pytest.mark.parametrize("name", ["disconnect", "connect"])
def test_a_socket_that_pretends_to_come_or_go_is_closed_at_sign_out(stranger, dial, name):
    here = stranger()
    wire = dial(here)
    wire.send(frames.event(name, {}))
    with contextlib.suppress(ConnectionError, TimeoutError):
        wire.emit("hello", {}, within=1)

    here.sign_out()

    assert wire.closed.wait(3)


def test_a_copied_cookie_is_dead_after_sign_out(stranger):
    here = stranger()
    thief = Browser(here.origin)
    thief.cookies = dict(here.cookies)
    assert thief.is_signed_in()

    here.sign_out()

    assert thief.read("/me/streams").code == 401
    with pytest.raises(SocketRefused, match="401"):
        Wire(thief)


def test_a_removed_member_hears_nothing_more(room, stranger, follow):
    person, member = newcomer(room, stranger)
    screen, ben = follow(person, only=room.stream), follow(room.ben, only=room.stream)
    say(room.ana, room.circle, "before").expect(201)
    screen.wait_until(lambda view: "before" in texts(view))

    cast.remove(room.ana, member)
    removed_at = time.monotonic()
    say(room.ana, room.circle, "after-they-left").expect(201)
    ben.wait_until(lambda view: "after-they-left" in texts(view))

    for read in ("snapshot", "older?before=5", "changes?after=0"):
        assert person.read(f"/streams/{room.stream}/{read}").code == 404
    assert say(person, room.circle, "me too").code == 404
    assert person.get(f"/circles/{room.circle}").code == 404
    if screen.wire is not None and not screen.wire.closed.is_set():
        screen.wire.emit("hello", {})
    late = [e for at, name, e in screen.events if name == "cards" and at > removed_at]
    assert not any(told["stream"] == room.stream for told in late)
    assert not screen.was_told("after-they-left")
    hello = screen.wire.heard("event", "hello")[-1].payload
    assert room.stream not in hello["heads"] or len(screen.wire.heard("event", "hello")) == 1


def test_a_removed_member_who_waits_on_the_long_poll_is_answered_404(room, stranger, follow):
    person, member = newcomer(room, stranger)
    screen = follow(person, by="poll", only=room.stream)

    cast.remove(room.ana, member)
    say(room.ana, room.circle, "after-they-left").expect(201)

    screen.wait_lost(room.stream, within=5)
    assert not screen.was_told("after-they-left")


def test_signed_out_while_waiting_on_the_long_poll_there_is_nothing(room, stranger):
    person, _ = newcomer(room, stranger)
    waiter = Browser(person.origin)
    waiter.cookies = dict(person.cookies)
    head = fresh_head(person, room)
    poll = threading.Thread(
        target=waiter.read,
        args=(f"/streams/{room.stream}/changes",),
        kwargs={"after": head, "wait": 25, "as": "data"},
        daemon=True,
    )
    poll.start()

    person.sign_out()
    say(room.ana, room.circle, "after-they-left").expect(201)
    poll.join(10)

    assert not poll.is_alive() and not waiter.was_told("after-they-left")


def fresh_head(person, room):
    return person.read(f"/streams/{room.stream}/snapshot").expect(200).json["head"]


def test_removed_while_away_and_back_there_is_nothing(room, stranger, dial):
    person, member = newcomer(room, stranger)
    cast.remove(room.ana, member)
    say(room.ana, room.circle, "after-they-left").expect(201)

    hello = dial(person).wait_for("event", "hello").payload

    assert room.stream not in hello["heads"]
    assert room.stream not in [stream["id"] for stream in person.streams()["streams"]]


def test_somebody_new_sees_nothing_from_before_they_came(room, stranger):
    say(room.ana, room.circle, "from-before").expect(201)

    person, _ = newcomer(room, stranger)
    say(room.ana, room.circle, "from-after").expect(201)

    screen = [card["data"] for card in cards(person, room) if card["kind"] == "message"]
    assert [one["text"] for one in screen] == ["from-after"]
    assert not person.was_told("from-before")


def cards(person, room):
    return fresh_view(person, room.stream).values()


def texts(view):
    return {card["data"].get("text") for card in view.values()}
