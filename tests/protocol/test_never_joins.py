"""Section 4: a connection that does not join holds its place for a short while only."""

from __future__ import annotations

import contextlib

import pytest
import websocket

from tests.client.wire import SocketRefused, Wire, open_socket
from tests.kit import cast
from tests.kit.service import Service

SECONDS = 2
JOIN, LEAVE = "40", "41"


@pytest.fixture(scope="module")
def hasty(tmp_path_factory):
    """A service that waits for two seconds only."""
    folder = tmp_path_factory.mktemp("hasty") / "instance"
    with Service(folder, LIMITS="off", JOINS_WITHIN=str(SECONDS)) as running:
        yield running


@pytest.fixture(scope="module")
def patient(tmp_path_factory):
    """A service that waits long enough to open all of a person's connections on a busy machine."""
    folder = tmp_path_factory.mktemp("patient") / "instance"
    with Service(folder, LIMITS="off", JOINS_WITHIN="6") as running:
        yield running


@pytest.fixture
def person(hasty):
    return cast.sign_up_new(hasty.origin)


@pytest.fixture
def held():
    with contextlib.ExitStack() as lines:
        yield lines


def opened(held, person):
    """A connection of this person, held to the end of the test."""
    line = open_socket(person)
    held.callback(line.shutdown)
    return line


def is_cut(line, within=SECONDS * 4):
    """Whether the service ends this connection; whatever comes before is passed over."""
    line.settimeout(within)
    try:
        while line.recv():
            pass
    except websocket.WebSocketTimeoutException:
        return False
    except (websocket.WebSocketException, OSError):
        return True
    return True


def test_a_connection_that_never_joins_is_closed(held, person):
    assert is_cut(opened(held, person))


def test_saying_something_else_than_joining_does_not_keep_it_open(held, person):
    line = opened(held, person)
    for packet in ("3", '42["hello",{}]', "40/other,"):
        line.send(packet)

    assert is_cut(line)


def test_who_joined_stays(held, person):
    wire = Wire(person)
    held.callback(wire.close)
    wire.wait_for("event", "hello")

    assert not wire.closed.wait(SECONDS * 2)
    assert wire.emit("hello", {}) is True


def test_who_joined_and_parted_again_is_closed(held, person):
    line = opened(held, person)
    line.send(JOIN)
    while "hello" not in line.recv():
        pass

    line.send(LEAVE)

    assert is_cut(line, within=SECONDS / 2), "it was not cut at once"


def test_joining_and_parting_in_one_breath_is_greeted_once(held, person):
    line = opened(held, person)
    heard = []

    for packet in (JOIN, LEAVE) * 50:
        with contextlib.suppress(OSError):
            line.send(packet)
    with contextlib.suppress(OSError, websocket.WebSocketException):
        while said := line.recv():
            heard.append(said)

    assert sum("hello" in one for one in heard) <= 1
    assert is_cut(line)


def test_who_comes_too_often_waits_and_nobody_else_does(held, person, hasty):
    def visit(who):
        line = open_socket(who)
        line.shutdown()

    refused = 0
    for _ in range(40):
        try:
            visit(person)
        except SocketRefused as no:
            refused += no.code == 429

    assert 20 <= refused < 40
    assert opened(held, cast.sign_up_new(hasty.origin)).connected


def test_a_closed_connection_gives_its_place_back(held, patient):
    person = cast.sign_up_new(patient.origin)
    lines = [opened(held, person) for _ in range(12)]
    with pytest.raises(SocketRefused):
        open_socket(person)

    assert all(is_cut(line, within=15) for line in lines)

    wire = Wire(person)
    held.callback(wire.close)
    assert wire.wait_for("event", "hello")


def test_what_is_no_packet_ends_the_connection_and_leaves_no_trace_in_the_log(held, person, hasty):
    for said in ("zzz", "", b"\x00\x01"):
        line = opened(held, person)
        line.send(JOIN)
        if isinstance(said, bytes):
            line.send_binary(said)
        else:
            line.send(said)
        assert is_cut(line)

    assert "Traceback" not in hasty.words() and "Invalid HTTP" not in hasty.words()
