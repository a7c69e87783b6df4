"""How the sockets of this process are: for whoever runs the service."""

from collections.abc import Iterator

from flask import Flask
from sqlalchemy import select

from accountability.core.extensions import db
from accountability.core.readiness import Finding, check
from accountability.core.streams import Stream
from accountability.realtime import bus, sockets
from accountability.realtime.server import socketio

AT_ONCE = 500


@check("bus")
def _bus(_app: Flask) -> Finding:
    found = bus.state()
    return Finding(found != "degraded", found)


def open_sockets() -> int:
    """How many sockets are joined here."""
    return len(sockets.live)


def ghosts() -> int:
    """How many of them have no connection beneath any more: what is sent to them goes nowhere."""
    server = socketio.server
    if server is None:
        return 0
    open_engines = server.eio.sockets
    engines = (server.manager.eio_sid_from_sid(sid, "/") for sid in list(sockets.live))
    return sum(engine not in open_engines for engine in engines)


def _heads(names: list[str]) -> Iterator[tuple[str, int]]:
    for begin in range(0, len(names), AT_ONCE):
        some = names[begin : begin + AT_ONCE]
        query = select(Stream.public_id, Stream.head).where(Stream.public_id.in_(some))
        yield from ((row[0], row[1]) for row in db.session.execute(query))


def heads_behind() -> int:
    """How many streams have moved past what some socket here was told of them.

    For a moment after each change that is so; what stays is a card that nobody healed.
    """
    told: dict[str, int] = {}
    for socket in list(sockets.live.values()):
        for name in socket.told_heads | socket.carded:
            head = max(socket.told_heads.get(name, 0), socket.carded.get(name, 0))
            told[name] = min(head, told.get(name, head))
    return sum(head > told[name] for name, head in _heads(list(told)))
