"""Workers, the processes that only keep promises, say every two seconds that they do."""

import time
from datetime import datetime, timedelta
from threading import Lock

from flask import Flask
from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from accountability.core import clock
from accountability.core.change import quiet_change
from accountability.core.columns import created
from accountability.core.extensions import Base, db

BEAT_EVERY, SILENT_AFTER = timedelta(seconds=2), timedelta(seconds=10)

_turned_at = [float("-inf")]  # when this process last ended a turn of keeping, by `time.monotonic`
_left: set[str] = set()
_telling = Lock()  # that it ends is the last that is said of a worker


class Worker(Base):
    """A process that only keeps promises, and when it was last heard of."""

    __tablename__ = "workers"

    name: Mapped[str] = mapped_column(String(22), primary_key=True)
    heard_at: Mapped[created]


def is_left_to_one(app: Flask) -> bool:
    """Whether a worker was heard of a short while ago, and this is none."""
    if "WORKER" in app.config:
        return False
    with app.app_context():
        since = clock.now() - SILENT_AFTER
        found = db.session.scalars(select(Worker.name).where(Worker.heard_at > since)).first()
        db.session.rollback()
        return found is not None


def note_turn() -> None:
    """Note that this process looked after what is owed just now."""
    _turned_at[0] = time.monotonic()


def does_keep() -> bool:
    """Whether it did so within ten seconds: one that hangs must not be left to."""
    return time.monotonic() - _turned_at[0] < SILENT_AFTER.total_seconds()


def beat(app: Flask) -> None:
    """Say every two seconds that this worker keeps promises, as long as it does."""
    while True:
        try:
            with app.app_context():
                if does_keep():
                    say(app.config["WORKER"])
        except Exception:
            app.logger.exception("the worker could not say that it is there")
        time.sleep(BEAT_EVERY.total_seconds())


def say(name: str) -> None:
    """Say that a worker is there, unless it left; forget those that are not heard any more."""
    with _telling:
        if name not in _left:
            _say(name, clock.now())


def _say(name: str, now: datetime) -> None:
    with quiet_change():
        db.session.merge(Worker(name=name, heard_at=now))
        db.session.execute(delete(Worker).where(Worker.heard_at < now - 6 * SILENT_AFTER))


def leave(name: str) -> None:
    """Say that a worker ends: what is owed is not left to it any more."""
    _left.add(name)
    with _telling, quiet_change():
        db.session.execute(delete(Worker).where(Worker.name == name))
