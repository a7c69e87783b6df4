"""The ladder's steps as they become true: looked for in the database by nobody of the service."""

from __future__ import annotations

import threading
import time
from typing import Any, Self

import psycopg

from tests.faults.history import History

LOOK_EVERY = 0.05
NEW = """
    SELECT hand_ons.id, urge_alerts.public_id, number FROM hand_ons
    JOIN urge_alerts ON urge_alerts.id = alert_id
    WHERE NOT hand_ons.id = ANY(%s) ORDER BY hand_ons.id
"""


class Steps:
    """Writes down each step when it is first seen, and until when it was not there.

    It goes by this machine's clock that never jumps, whatever the service thinks what time it is.
    """

    def __init__(self, url: str, history: History) -> None:
        self.history = history
        self._known: list[int] = []
        self._connection = psycopg.connect(url, autocommit=True)
        self._over = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._known = [row[0] for row in self._new()]
        self._looking.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._looking.join()
        self._connection.close()

    def _new(self) -> list[Any]:
        return self._connection.execute(NEW, [self._known]).fetchall()

    def _look(self) -> None:
        before = time.monotonic()
        while not self._over.wait(LOOK_EVERY):
            now = time.monotonic()
            for known, alert, number in self._new():
                self._known.append(known)
                self.history.note("step", alert=alert, number=number, after=before)
            before = now
