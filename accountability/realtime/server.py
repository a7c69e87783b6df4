"""The Socket.IO server, unbound, and how one socket is ended for good."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from flask import Flask
from flask_socketio import SocketIO

from accountability.realtime.arriving import ARRIVAL, Arrival
from accountability.realtime.wire import Wire

socketio = SocketIO()


class Connection(Wire):
    """A WebSocket that is cut beneath the protocol unless it joins in time."""

    def __init__(self, *args: Any, joins_within: int) -> None:
        super().__init__(*args)
        self.joins_within = joins_within

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Serve it until it ends."""
        arrival = environ[ARRIVAL] = Arrival(self.cut, self.joins_within)
        arrival.begin()
        try:
            return super().__call__(environ, start)
        finally:
            environ.pop(ARRIVAL)
            arrival.end()


def bind(app: Flask, is_own_origin: Any) -> None:
    """Bind the server to the app: WebSocket only, one event after the other per socket."""
    socketio.init_app(
        app,
        async_mode="gevent",
        transports=["websocket"],
        async_handlers=False,
        always_connect=True,
        manage_session=False,
        cors_allowed_origins=is_own_origin,
        ping_interval=25,
        ping_timeout=20,
        max_http_buffer_size=Wire.largest,
        logger=False,
        engineio_logger=False,
    )
    seconds = app.config["STEADY"].joins_within
    socketio.server.eio._async["websocket"] = partial(Connection, joins_within=seconds)
    refuse_reserved_names(socketio.server)
    assert socketio.server.eio.transports == ["websocket"], "a poll would need sticky sessions"
    assert socketio.server.async_handlers is False, "events of one socket come in order"


def refuse_reserved_names(server: Any) -> None:
    """Treat events that a client names like the library's own as unknown ones.

    They ran what runs at connecting: a socket that said `disconnect` was forgotten and stayed open.
    """
    take = server._handle_event

    def handle(engine_sid: str, namespace: str, number: int | None, said: list[Any]) -> None:
        if said and said[0] in ("connect", "disconnect", "*"):
            said = ["unknown", *said[1:]]
        take(engine_sid, namespace, number, said)

    server._handle_event = handle


def revoke(sid: str, why: str) -> None:
    """Tell a socket that it may not come back by itself, and why; then end it."""
    socketio.emit("revoked", {"why": why}, to=sid)
    end(sid)


def end(sid: str) -> None:
    """Close a socket and the connection beneath: it could join again on an open one.

    It waits for nothing: one that reads nothing would hold up the ending of all others.
    """
    server = socketio.server
    engine_sid = server.manager.eio_sid_from_sid(sid, "/")
    server.disconnect(sid, namespace="/")
    if engine := server.eio.sockets.get(engine_sid):
        engine.close(wait=False, reason=server.eio.reason.SERVER_DISCONNECT)


def let_go(sid: str) -> None:
    """Close only the connection of a socket: it comes back by itself, and learns what is its now.

    It waits for nothing either.
    """
    server = socketio.server
    if engine := server.eio.sockets.get(server.manager.eio_sid_from_sid(sid, "/")):
        engine.close(wait=False, reason=server.eio.reason.SERVER_DISCONNECT)
