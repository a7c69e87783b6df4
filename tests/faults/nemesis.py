"""Faults: chosen by the seed, written down, and counted."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from tests.faults.history import History
from tests.kit.service import Service

CRASHED, CRASHES_WITHIN = 137, 60


class Nemesis:
    """What strikes the service; `fired` says how often each fault did."""

    def __init__(self, history: History, rng: Random) -> None:
        self.history, self.rng = history, rng
        self.fired: Counter[str] = Counter()

    @contextmanager
    def strike(self, fault: str, strikes: int | None = None) -> Iterator[None]:
        """A fault that lasts as long as the block, and counts. It strikes a port, or none alone."""
        self.history.note("fault", fault=fault, strikes=strikes)
        self.fired[fault] += 1
        try:
            yield
        finally:
            self.history.note("mended", fault=fault, strikes=strikes)

    def rest(self, least: float, most: float) -> None:
        """Wait for a while."""
        time.sleep(self.rng.uniform(least, most))

    def kill(self, service: Service) -> None:
        """End a process at once and start it again."""
        with self.strike("kill", service.port):
            service.kill()
            service.start()

    def freeze(self, service: Service, seconds: float) -> None:
        """Let a process stand still for so long."""
        with self.strike("freeze", service.port):
            service.freeze()
            time.sleep(seconds)
            service.thaw()

    def crash(self, service: Service, *points: str) -> None:
        """Let a process end at points of its work: it is armed, and the load leads it there."""
        service.kill()
        for point in points:
            with self.strike("crash", service.port):
                try:
                    service.start(CRASH_AT=point)
                    service.wait_dead(CRASHES_WITHIN)
                except AssertionError:  # it came there before it had answered even once
                    pass
                assert service.ended == CRASHED, f"it did not come to {point}"
        with self.strike("kill", service.port):
            service.start()
