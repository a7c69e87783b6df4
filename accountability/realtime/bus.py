"""What one process says to the others of the same service, through Redis or Valkey.

It makes things quick and is never relied upon: what is lost here the heads find in the database.
So nobody waits for it. What is to be said lies in a bounded queue; `busline.py` carries it.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from queue import Full, Queue
from typing import Any

from flask import Flask
from gevent.event import Event

from accountability.core import clock
from accountability.core.columns import new_public_id

DEPTH = 5000
DEAF_AFTER = 3.0
OF_NOW = 2.0  # seconds

Hear = Callable[[str, Any], None]


@dataclass(slots=True)
class Bus:
    """What this process knows of its bus."""

    me: str = ""  # this life of this process: made when it begins to listen
    is_used: bool = False
    heard_at: float | None = None  # when this process last heard itself


known = Bus()
waits: "Queue[list[Any]]" = Queue(maxsize=DEPTH)
returned = Event()  # the bus is heard (again): what was said meanwhile is in the database alone
hearers: dict[str, Hear] = {}


def hears(kind: str) -> Callable[[Hear], Hear]:
    """Let a function hear what other processes say of this kind: who said it, and the words."""

    def register(hear: Hear) -> Hear:
        hearers[kind] = hear
        return hear

    return register


def say(kind: str, words: Any) -> None:
    """Say something to the other processes, without waiting; dropped when too much waits."""
    if not known.is_used:
        return
    try:
        waits.put_nowait([kind, words])
    except Full:
        return


def say_of_now(kind: str, words: Any) -> None:
    """Say what is so at this moment alone."""
    say(kind, [clock.now().timestamp(), words])


def hears_of_now(kind: str) -> Callable[[Hear], Hear]:
    """The same for what is so at a moment: a bus that hung says it late, and it is not believed."""

    def register(hear: Hear) -> Hear:
        @hears(kind)
        def hear_in_time(sender: str, words: Any) -> None:
            said_at, what = words
            if clock.now().timestamp() - said_at < OF_NOW:
                hear(sender, what)

        return hear

    return register


def state() -> str:
    """`none` if this service has no bus; `fine` while this process hears itself, or `degraded`."""
    if not known.is_used:
        return "none"
    heard_at = known.heard_at
    is_heard = heard_at is not None and time.monotonic() - heard_at < DEAF_AFTER
    return "fine" if is_heard else "degraded"


def loops(app: Flask) -> Iterable[Callable[[Flask], None]]:
    """What carries it, if this service has a bus; from now on there is something to say."""
    known.me, known.is_used = new_public_id(), bool(app.config["STEADY"].redis_url)
    if not known.is_used:
        return ()
    from accountability.realtime import busline  # its library takes a while to load

    return busline.LOOPS
