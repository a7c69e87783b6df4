"""A frame that is written straight: whole and in its place, however slowly the other side reads."""

from __future__ import annotations

import socket as plain

import engineio.socket
import gevent
import pytest
from gevent import socket
from wsproto.connection import Connection, ConnectionType
from wsproto.events import TextMessage

from accountability.realtime.server import socketio
from accountability.realtime.wire import Wire, framed

LONG = "x" * 50_000


@pytest.fixture
def line(app):
    """A wire whose other side reads nothing by itself, and that other side."""
    near, far = socket.socketpair()
    near.setsockopt(plain.SOL_SOCKET, plain.SO_SNDBUF, 8192)
    one = engineio.socket.Socket(socketio.server.eio, "a sid")
    wire = Wire(one._websocket_handler, socketio.server.eio)
    wire.socket = near
    yield wire, far
    near.close()
    far.close()


def written(wire, most=200):
    """Write numbered long texts straight until one is not taken; those that were."""
    taken = []
    for number in range(most):
        text = f"{number} {LONG}"
        if not wire.try_send(framed(text)):
            return taken
        taken.append(text)
    raise AssertionError("the network took everything: nothing was slow")


def heard(far, count):
    """So many texts, as the other side takes them apart."""
    client, texts, part = Connection(ConnectionType.CLIENT), [], ""
    with gevent.Timeout(5):
        while len(texts) < count:
            client.receive_data(far.recv(65_536))
            for event in client.events():
                assert isinstance(event, TextMessage)
                part += event.data
                if event.message_finished:
                    texts.append(part)
                    part = ""
    return texts


def test_what_was_taken_in_part_is_finished_before_anything_else(line):
    wire, far = line
    taken = written(wire)
    assert taken and wire.turn.locked(), "no frame was cut by the network"

    waiting = gevent.spawn(wire.send, "after")

    assert heard(far, len(taken) + 1) == [*taken, "after"]
    waiting.join(1)
    assert not wire.turn.locked()


def test_nothing_comes_between_the_parts_of_a_frame_though_there_is_room_again(line):
    wire, far = line
    taken = written(wire)
    read = far._sock.recv(60_000)  # beneath gevent: the rest is not written meanwhile

    assert read and not wire.try_send(framed("between"))

    assert taken and wire.turn.locked()


def test_once_it_was_read_the_next_frame_is_written_straight_again(line):
    wire, far = line
    heard(far, len(written(wire)))
    gevent.sleep(0.01)

    assert wire.try_send(framed("and again"))

    assert heard(far, 1) == ["and again"]


def test_nothing_overtakes_what_waits_in_the_queue(line):
    wire, _far = line
    wire.engine.queue.put("waits")

    assert not wire.try_send(framed("later"))


def test_a_reader_who_is_gone_ends_the_wire_and_raises_nothing(line):
    wire, far = line
    written(wire)
    far.close()

    gevent.sleep(0.05)

    assert wire.is_cut
    assert not wire.try_send(framed("to nobody"))
