"""Sockets come in turn, and after everybody who asks for something.

When a process dies, thousands of screens come to the others at one moment. A call for help that
comes among them must not wait until all of them are looked at and greeted.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import gevent
from gevent.lock import BoundedSemaphore

AT_ONCE = 20
PATIENCE = 0.05  # seconds; a service that is never idle lets sockets in all the same

_at_gate, _to_greet = BoundedSemaphore(AT_ONCE), BoundedSemaphore(AT_ONCE)


@contextmanager
def _in_turn(turns: BoundedSemaphore) -> Iterator[None]:
    with turns:
        with gevent.Timeout(PATIENCE, exception=False):
            gevent.idle()
        yield


def at_gate() -> AbstractContextManager[None]:
    """Wait until one that asks to come may be looked at."""
    return _in_turn(_at_gate)


def to_greet() -> AbstractContextManager[None]:
    """Wait until one that joined may be greeted."""
    return _in_turn(_to_greet)
