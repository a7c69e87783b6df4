"""The end of a process that others outlive: its clients go elsewhere, each at a moment of its own.

Nothing is lost by it: what is under way is answered, and whoever comes back asks for what is new.
"""

from typing import Any

import gevent

from accountability.core import aftermath
from accountability.realtime import bus, sending, sockets, waiting
from accountability.realtime.server import let_go

WITHIN = 1.0  # seconds in which clients leave
LOOK_EVERY = 0.02


def _until(question: Any, seconds: float) -> None:
    with gevent.Timeout(seconds, exception=False):
        while not question():
            gevent.sleep(LOOK_EVERY)


def drain() -> None:
    """Send everybody away, answer those who wait, and let the others hear what was done here."""
    waiting.end_all()
    sending.send("drain", {"within": WITHIN}, list(sockets.live))
    _until(lambda: not sockets.live, WITHIN)
    for sid in list(sockets.live):
        let_go(sid)
    _until(lambda: aftermath.queue.empty() and bus.waits.empty(), WITHIN / 2)
