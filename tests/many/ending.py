"""Processes that are told to end while something is under way, and what stands in the database."""

from __future__ import annotations

import os
import signal
import time

from sqlalchemy import create_engine, text

from tests.kit.service import Service

ENDS_WITHIN = 3.0
HELD = "SELECT kind FROM promises WHERE kept_at IS NULL AND hold IS NOT NULL"
HEARD_OF = "SELECT name FROM workers"
RUNG = """
    SELECT accepted_at IS NOT NULL FROM deliveries
    JOIN notifications ON notifications.id = notification_id
    WHERE notifications.kind = 'alert'
"""


def url_of(service: Service) -> str:
    """The address of its database, also where it made one for itself."""
    own = next(service.folder.glob("*.sqlite"), None)
    return service.settings.get("DATABASE_URL") or f"sqlite:///{own}"


def asked(service: Service, query: str) -> list[tuple[object, ...]]:
    """What stands in the database of a service."""
    engine = create_engine(url_of(service))
    try:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]
    finally:
        engine.dispose()


def end_twice(service: Service, pause: float) -> tuple[int, float]:
    """Tell it to end, and again so many seconds later; how it ended, and after how long.

    Meanwhile somebody else writes, so that it cannot be through before it is told again.
    """
    begun, engine = time.monotonic(), create_engine(url_of(service))
    with engine.connect() as busy:
        busy.execute(text("UPDATE promises SET tries = tries"))
        os.kill(service.pid, signal.SIGTERM)
        time.sleep(pause)
        assert service.is_running, "it is through before it is told again"
        os.kill(service.pid, signal.SIGTERM)
        time.sleep(pause)
    engine.dispose()
    return service.wait_dead(), time.monotonic() - begun
