"""How quick this machine is just now: a bound in tenths of a second is meant for a quick one."""

from __future__ import annotations

import time

TURNS, QUICK = 500_000, 0.03  # additions, and the seconds they take a machine that is quick
TRIES = 5


def slowness() -> float:
    """How many times as long as a quick machine this one takes for the same work, and never less.

    One that others share is half as quick some days, and all that is asked of it takes twice as
    long: that says nothing about what a fault did.
    """
    return max(1.0, min(_work() for _ in range(TRIES)) / QUICK)


def _work() -> float:
    begun, total = time.perf_counter(), 0
    for number in range(TURNS):
        total += number * 2
    return time.perf_counter() - begun
