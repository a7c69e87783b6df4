"""The service whose greeting of a socket is late beyond its ping timeout, or raises, by turns.

`python -m tests.faults.whole.slow_greeting …`; it pings each second and sweeps every other one.
"""

from gevent import monkey

monkey.patch_all()

import itertools  # noqa: E402
import runpy  # noqa: E402

import gevent  # noqa: E402
from flask_socketio import SocketIO  # noqa: E402

from accountability.realtime import handlers, sweeping  # noqa: E402

PING, LATE = 1, 4
turns = itertools.count()
bind, greet = SocketIO.init_app, handlers.greeting


def bind_impatiently(server, app, **how):
    """Bind it so that a client is gone after two seconds."""
    bind(server, app, **how | {"ping_interval": PING, "ping_timeout": PING})


def greet_badly(account_id):
    """Every other greeting is in order."""
    turn = next(turns) % 4
    if turn == 1:
        gevent.sleep(LATE)
    if turn == 3:
        raise RuntimeError("a fault of ours, on purpose")
    return greet(account_id)


if __name__ == "__main__":
    SocketIO.init_app = bind_impatiently
    handlers.greeting = greet_badly
    sweeping.EVERY = 2.0
    runpy.run_path("wsgi.py", run_name="__main__")
