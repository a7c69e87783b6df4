"""The seconds that an open connection has to join.

One that never joins hears and says nothing, but it holds a place at the gate, and its side may
never let go of it.
"""

from collections.abc import Callable
from typing import Any

import gevent

ARRIVAL = "steady.arrival"


class Arrival:
    """One open connection at the door: it is cut unless it joins in time."""

    def __init__(self, cut: Callable[[], None], seconds: int) -> None:
        self._cut = cut
        self._seconds = seconds
        self._timer: Any = None

    def begin(self) -> None:
        """Count from now on: it has just come, or it is no joined socket any more."""
        self.end()
        self._timer = gevent.spawn_later(self._seconds, self._cut)

    def end(self) -> None:
        """Stop counting: it joined, or it is gone."""
        if self._timer is not None:
            self._timer.kill(block=False)

    def over(self) -> None:
        """Cut it now."""
        self.end()
        self._cut()


def joined(environ: dict[str, Any]) -> None:
    """Note that the connection of this request is a joined socket now."""
    if arrival := environ.get(ARRIVAL):
        arrival.end()


def left(environ: dict[str, Any]) -> None:
    """Note that it is none any more: whoever ended it closes the connection beneath, or time does.

    What it is still to be told is on its way, so it is not cut here.
    """
    if arrival := environ.get(ARRIVAL):
        arrival.begin()


def parted(environ: dict[str, Any]) -> None:
    """End the connection of a socket that parted by itself: coming again is a visit at the gate.

    Joined again and again on one connection, one socket held the whole service up.
    """
    if arrival := environ.get(ARRIVAL):
        arrival.over()
