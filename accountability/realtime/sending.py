"""Writing one frame to many sockets: made once, and written straight where nothing waits before it.

The library puts every frame into a queue for each socket, and a greenlet for each takes it out.
That stays the road for whoever reads too slowly, and for all that is no card.
"""

import json
from collections.abc import Iterable
from typing import Any

from engineio.packet import MESSAGE, Packet

from accountability.realtime import wire
from accountability.realtime.server import socketio

EVENT = "42"  # an Engine.IO message that holds a Socket.IO event of the namespace "/"


def send(event: str, payload: dict[str, Any], sids: Iterable[str]) -> None:
    """Send an event to these sockets; one that is closed meanwhile is passed over."""
    server = socketio.server
    words = json.dumps([event, payload], separators=(",", ":"))
    frame, packet = wire.framed(EVENT + words), Packet(MESSAGE, EVENT[1:] + words)
    for sid in sids:
        engine_sid = server.manager.eio_sid_from_sid(sid, "/")
        one = wire.of_engine.get(engine_sid)
        if one is None or one.engine.closed or one.engine.closing:
            continue
        if not one.try_send(frame):
            server.eio.send_packet(engine_sid, packet)
