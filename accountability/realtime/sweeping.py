"""Ghosts: sockets that are joined here, and no connection stands for them any more.

The library leaves one behind when a connection ends while it is joining. It hears nothing, but it
takes a place of its account, and it would be told for ever.
"""

import gevent
from flask import Flask

from accountability.realtime import sockets
from accountability.realtime.server import socketio

EVERY = 30.0
swept = 0  # so many since the start


def sweep() -> int:
    """Forget all ghosts; answers how many there were."""
    global swept  # noqa: PLW0603 - a count, for whoever watches over the service
    server, open_now = socketio.server, socketio.server.eio.sockets
    joined = dict(server.manager.rooms.get("/", {}).get(None, {}))
    ghosts = [sid for sid, engine_sid in joined.items() if engine_sid not in open_now]
    for sid in ghosts:
        server.manager.disconnect(sid, "/", ignore_queue=True)
        server.environ.pop(joined[sid], None)
    alone = [sid for sid in sockets.live if sid not in joined]
    for sid in (*ghosts, *alone):
        sockets.drop(sid)
    swept += len({*ghosts, *alone})
    return len({*ghosts, *alone})


def run(app: Flask) -> None:
    """Sweep every thirty seconds, for as long as the process lives."""
    while True:
        gevent.sleep(EVERY)
        try:
            if found := sweep():
                app.logger.warning("%d ghosts were swept", found)
        except Exception:
            app.logger.exception("ghosts could not be swept; trying again")
