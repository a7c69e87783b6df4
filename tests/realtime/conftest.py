"""Sockets of this process: the library's own, on real lines, without a service around them."""

from __future__ import annotations

import secrets
import socket as plain
from types import SimpleNamespace

import gevent
import pytest
from engineio.socket import Socket
from gevent import socket

from accountability.realtime import sockets
from accountability.realtime.server import socketio
from accountability.realtime.wire import Wire

HANDSHAKE = {
    "HTTP_SEC_WEBSOCKET_KEY": "AAAAAAAAAAAAAAAAAAAAAA==",
    "HTTP_SEC_WEBSOCKET_VERSION": "13",
}


@pytest.fixture
def open_line(app):
    """Open and join a socket to which nobody listens; the library's sid, and its own socket."""
    eio, lines, tasks, names = socketio.server.eio, [], [], []

    def make():
        near, far = socket.socketpair()
        near.setsockopt(plain.SOL_SOCKET, plain.SO_SNDBUF, 8192)
        name = secrets.token_hex(8)  # the library remembers each name for ever
        engine = eio.sockets[name] = Socket(eio, name)
        line = SimpleNamespace(raw=SimpleNamespace(_sock=near))
        wire = Wire(engine._websocket_handler, eio)
        tasks.append(gevent.spawn(wire, HANDSHAKE | {"wsgi.input": line}, lambda *_: None))
        names.append(name)
        lines.extend((near, far))
        gevent.sleep(0.01)
        return socketio.server.manager.connect(name, "/"), engine

    yield make
    for one in lines:
        one.close()
    gevent.killall(tasks)
    for name in names:
        eio.sockets.pop(name, None)
    for sid in list(sockets.live):
        sockets.drop(sid)
