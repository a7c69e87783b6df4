"""Waiting for a stream to move, for the long poll: woken by this process, or by looking again.

A waiting request holds no database session: fifteen of them would empty the pool.
"""

import time
from collections import defaultdict
from threading import Event

from sqlalchemy import select

from accountability.core.extensions import db
from accountability.core.streams import Stream

LOOK_AGAIN = 1.0

_sleepers: dict[int, set[Event]] = defaultdict(set)
_over = Event()


def wake(stream_id: int) -> None:
    """Let everyone who waits for this stream look at it."""
    for sleeper in list(_sleepers.get(stream_id, ())):
        sleeper.set()


def end_all() -> None:
    """Let everybody who waits be answered now, and nobody wait any more: the process ends."""
    _over.set()
    for stream_id in list(_sleepers):
        wake(stream_id)


def wait_for(stream_id: int, after: int, seconds: float) -> None:
    """Return when the stream's head is past `after`, or when the seconds are over."""
    sleeper = Event()
    give_up = time.monotonic() + seconds
    _sleepers[stream_id].add(sleeper)
    try:
        while (left := give_up - time.monotonic()) > 0:
            head = db.session.scalar(select(Stream.head).where(Stream.id == stream_id))
            db.session.remove()
            if head is None or head > after or _over.is_set():
                return
            sleeper.wait(min(left, LOOK_AGAIN))
            sleeper.clear()
    finally:
        _sleepers[stream_id].discard(sleeper)
        if not _sleepers[stream_id]:
            del _sleepers[stream_id]
