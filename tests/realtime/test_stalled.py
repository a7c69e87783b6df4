"""Ending a socket whose other side reads nothing."""

from __future__ import annotations

import socket as plain
from types import SimpleNamespace

import gevent
import pytest
from engineio.packet import MESSAGE, Packet
from engineio.socket import Socket
from gevent import socket

from accountability.realtime import server
from accountability.realtime.server import socketio
from accountability.realtime.wire import Wire

HANDSHAKE = {
    "HTTP_SEC_WEBSOCKET_KEY": "AAAAAAAAAAAAAAAAAAAAAA==",
    "HTTP_SEC_WEBSOCKET_VERSION": "13",
}


@pytest.fixture
def stalled(app):
    """The names of two joined sockets to which much is on its way, and nobody reads it."""
    eio, pairs, tasks, sids = socketio.server.eio, [], [], []
    for name in ("one", "two"):
        near, far = socket.socketpair()
        near.setsockopt(plain.SOL_SOCKET, plain.SO_SNDBUF, 8192)
        engine = eio.sockets[name] = Socket(eio, name)
        line = SimpleNamespace(raw=SimpleNamespace(_sock=near))
        wire = Wire(engine._websocket_handler, eio)
        tasks.append(gevent.spawn(wire, HANDSHAKE | {"wsgi.input": line}, lambda *_: None))
        sids.append(socketio.server.manager.connect(name, "/"))
        for _ in range(20):
            engine.send(Packet(MESSAGE, "x" * 50_000))
        pairs += [near, far]
    gevent.sleep(0.05)
    yield sids
    for one in pairs:
        one.close()
    gevent.killall(tasks)
    for name in ("one", "two"):
        eio.sockets.pop(name, None)


def test_ending_one_that_reads_nothing_holds_up_nobody(stalled):
    with gevent.Timeout(3):
        for sid in stalled:
            server.end(sid)

    assert all(one.closed for one in map(socketio.server.eio.sockets.get, ("one", "two")))
