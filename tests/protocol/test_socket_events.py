"""Section 4: what a socket says and hears, and what it may not."""

from __future__ import annotations

import contextlib
import itertools
import os
import time
from datetime import UTC, datetime, timedelta

import pytest
from websocket import WebSocketException

from tests.client import frames
from tests.client.wire import open_socket
from tests.kit import cast
from tests.kit.cast import say

PACKET_LIMIT = 16 * 1024


@pytest.fixture
def wire(stranger, dial):
    """A socket of somebody new, with a budget nobody has spent from."""
    return dial(stranger())


@pytest.fixture(scope="module")
def nobodies(service):
    """A few people without a circle, to take turns: each may send ten events in ten seconds."""
    return itertools.cycle([cast.sign_up_new(service.origin) for _ in range(8)])


@pytest.fixture
def wire_of_nobody(nobodies, dial):
    """A socket of whose turn it is."""
    return dial(next(nobodies))


def test_hello_tells_where_every_stream_stands(room, dial):
    told = room.ana.streams()

    hello = dial(room.ana).wait_for("event", "hello").payload

    assert hello["epoch"] == told["epoch"] and hello["min_client"] == 1
    assert hello["server_time"].startswith("20")
    assert hello["heads"] == {stream["id"]: stream["head"] for stream in told["streams"]}


def test_a_change_comes_as_one_frame_to_each_member_and_nobody_else(room, dial):
    wires = {name: dial(getattr(room, name)) for name in ("ana", "ben", "mo", "cleo")}

    made = say(room.ana, room.circle, "just us three").expect(201).json

    for name in ("ana", "ben", "mo"):
        heard = wires[name].wait_for("event", "cards").payload
        assert heard["stream"] == room.stream and heard["seq"] == made["seqs"][room.stream]
        assert [card["data"]["text"] for card in heard["cards"]] == ["just us three"]
        assert "html" not in heard["cards"][0]
    wires["cleo"].emit("hello", {})
    assert wires["cleo"].heard("event", "cards") == []
    assert not wires["cleo"].was_told(room.stream)


def test_a_socket_that_wishes_nothing_gets_html(room, dial):
    wire = dial(room.ben, wish={})

    say(room.ana, room.circle, "in your own words").expect(201)

    card = wire.wait_for("event", "cards").payload["cards"][0]
    assert "in your own words" in card["html"] and "data" not in card


def test_hello_is_said_again_when_asked(wire):
    assert wire.emit("hello", {}) is True

    assert len(wire.heard("event", "hello")) >= 2


NAMES = ["join", "message", "cards", "leave", "my event", "", "connect", "disconnect", "*"]
BROKEN = [None, [], 7, "text", {"alert": None}, {"alert": ["a"]}, {"alert": {"a": {"b": 1}}}]
STRANGE = [{"alert": text} for text in ("A" * 22, "a\x00b", "\ud800", "x" * 9000, "../..")]


@pytest.mark.parametrize("name", NAMES)
def test_an_event_that_is_not_of_the_protocol_is_refused(wire_of_nobody, name):
    assert wire_of_nobody.emit(name, {}) is False


@pytest.mark.parametrize("name", ["seen", "typing"])
@pytest.mark.parametrize("payload", [*BROKEN, *STRANGE], ids=lambda given: repr(given)[:30])
def test_an_event_of_the_wrong_shape_is_refused(wire_of_nobody, name, payload):
    assert wire_of_nobody.emit(name, payload) is False


@pytest.mark.parametrize("payload", [{"member": "x"}, {"alert": 0}, {"alert": []}, [], "text"])
def test_who_says_in_other_words_where_they_look_is_refused(wire_of_nobody, payload):
    assert wire_of_nobody.emit("looking", payload) is False
    assert wire_of_nobody.emit("looking", {"alert": None}) is True


BYTES = ["42", "42[]", "42{}", '42"x"', "42[{}]", "42[7]", "42[null,1]", "451-", "4", "49", "zz"]


@pytest.mark.parametrize("text", [*BYTES, '451-["seen",{"_placeholder":true,"num":0}]', "[" * 9000])
def test_bytes_that_are_no_event_hurt_nobody_else(wire_of_nobody, quiet, dial, text):
    other = dial(quiet.mo)

    wire_of_nobody.send(text)
    with contextlib.suppress(ConnectionError, TimeoutError, OSError, WebSocketException):
        wire_of_nobody.emit("nothing", {}, within=1)

    assert other.emit("nothing", {}) is False and not other.closed.is_set()
    assert not wire_of_nobody.was_told("Traceback")


def test_no_acknowledgement_tells_of_the_workings(wire):
    wire.send('427["seen",{"alert":{"deep":[[[[]]]]}}]')
    wire.send('428["typing"]')
    wire.send('429["seen",{},{},{}]')
    wire.emit("hello", {})

    assert not any(wire.was_told(word) for word in ("Traceback", "Error", "accountability"))


@pytest.mark.parametrize("text", ["40/x,{}", '42/x,1["hello",{}]', "40/account:1,"])
def test_an_unknown_namespace_opens_nothing(wire, text):
    wire.send(text)

    wire.closed.wait(0.3)
    assert not any(told.startswith("40/") for _, told in wire.transcript)


def test_an_alert_of_others_cannot_be_seen_or_typed_in(room, wire):
    alert = room.ana.post(f"/circles/{room.circle}/alerts").expect(201).json["id"]

    assert wire.emit("seen", {"alert": alert}) is False
    assert wire.emit("typing", {"alert": alert}) is False
    room.ana.post(f"/alerts/{alert}/resolution", outcome="held").expect(201)


@pytest.mark.parametrize(("writer", "others"), [("Ben", ["Ana", "Mo"]), ("Ana", ["Ben", "Mo"])])
def test_typing_of_author_and_friend_reaches_the_others_and_nobody_else(room, dial, writer, others):
    alert = room.ana.post(f"/circles/{room.circle}/alerts").expect(201).json["id"]
    wires = {name: dial(getattr(room, name.lower())) for name in ("Ana", "Ben", "Mo", "Cleo")}

    assert wires[writer].emit("typing", {"alert": alert}) is True

    for name in others:
        heard = wires[name].wait_for("event", "typing").payload
        assert heard == {"alert": alert, "member": room.me[writer], "name": writer}
    for name in (writer, "Cleo"):
        wires[name].emit("hello", {})
        assert wires[name].heard("event", "typing") == []
    assert not wires["Cleo"].was_told(alert)
    room.ana.post(f"/alerts/{alert}/resolution", outcome="held").expect(201)


def milestones(cards):
    """The milestones among these cards, as they are shown."""
    return [card["data"] for card in cards if card["kind"] == "milestone"]


def test_a_cheer_for_a_milestone_is_told_to_another_member_at_once(stranger, dial):
    ana, ben, mo = stranger(), stranger(), stranger()
    circle = cast.start_circle(ana)
    for friend, name in ((ben, "Ben"), (mo, "Mo")):
        cast.bring(ana, circle, friend, name)
    week_ago = datetime.now(UTC).date() - timedelta(days=7)
    ana.post("/journey", started_on=week_ago.isoformat()).expect(201)
    ben.get(f"/circles/{circle}").expect(200)  # whoever looks finds what was reached
    stream = mo.stream_of(circle)["id"]
    [before] = milestones(mo.read(f"/streams/{stream}/snapshot?as=data").expect(200).json["cards"])
    wire = dial(mo)

    ben.post(f"/milestones/{before['id']}/cheers", word="proud").expect(201)

    heard = wire.wait_for("event", "cards").payload
    [after] = milestones(heard["cards"])
    assert (heard["stream"], after["id"], after["days"]) == (stream, before["id"], 7)
    assert (before["cheers"], after["cheers"]) == ({}, {"proud": 1})


def test_past_ten_events_in_ten_seconds_more_are_refused_and_past_thirty_closed(wire):
    taken = [wire.emit("hello", {}) for _ in range(15)]

    assert taken == [True] * 10 + [False] * 5
    for _ in range(20):
        with contextlib.suppress(ConnectionError, TimeoutError):
            wire.emit("hello", {}, within=1)
    assert wire.closed.wait(5)


def test_the_budget_is_one_for_all_sockets_of_an_account(stranger, dial):
    person = stranger()
    first, second = dial(person), dial(person)

    taken = [wire.emit("hello", {}) for _ in range(8) for wire in (first, second)]

    assert taken.count(True) == 10


def test_a_packet_of_sixteen_kibibytes_is_heard_and_a_larger_one_closes(wire):
    room_left = PACKET_LIMIT - len(frames.event("nothing", {"pad": ""}, 99))
    wire.emit("nothing", {"pad": "x" * (room_left - 200)})
    assert not wire.closed.is_set()

    wire.send(frames.event("nothing", {"pad": "x" * 64 * 1024}, 5))

    assert wire.closed.wait(5)


def test_huge_frames_are_closed_before_they_are_held(service, stranger):
    person = stranger()
    before = service.memory()

    for _ in range(5):
        pour(open_socket(person), 150 * 1024 * 1024)

    assert service.memory() - before < 40 * 1024 * 1024
    assert person.get("/me/streams").code == 200


def pour(link, size):
    """Announce a frame of this size and send it until the other side ends it."""
    link.settimeout(10)
    raw = link.sock
    raw.sendall(b"\x81\xff" + size.to_bytes(8, "big") + os.urandom(4))
    deadline = time.monotonic() + 20
    piece, sent = b"x" * 65536, 0
    try:
        while sent < size and time.monotonic() < deadline:
            sent += raw.send(piece)
    except OSError:
        pass
    link.shutdown()
    assert sent < 16 * 1024 * 1024, f"{sent} bytes were taken"
