"""How transactions begin, on both databases.

SQLite: readers stay deferred; a writer takes one process-wide turn and then BEGIN IMMEDIATE,
waiting in sleeps that yield, because SQLite's own wait would stop every greenlet of the process.
PostgreSQL: READ COMMITTED with short timeouts, so that a stuck request fails soon enough to be
repeated.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import Pool

from accountability.core import patience
from accountability.core.errors import Busy
from accountability.core.extensions import db

PATIENCE = 5.0
PAUSE = 0.01
TIMEOUTS = (
    "-c lock_timeout=2000 -c statement_timeout=5000"
    # What stands still in the middle of a write gives its locks back: others wait for them.
    " -c idle_in_transaction_session_timeout=5000"
)
# The server's own timeouts do not help against one that is not there any more. Against one that is
# there and stands still these do not help either: see `patience.py`.
REACHED = {
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": 8000,
}

_turn = BoundedSemaphore(1)


def engine_options(url: str) -> dict[str, Any]:
    """What the engine is made with: few, impatient connections."""
    pool: dict[str, Any] = {"pool_size": 20, "max_overflow": 20, "pool_timeout": 5}
    pool["hide_parameters"] = True  # what people write stands in no message of a fault
    if url.startswith("postgresql"):
        pool |= {"pool_pre_ping": True, "connect_args": REACHED | {"options": TIMEOUTS}}
    return pool


def take_turn() -> None:
    """Become this process's one writer, or raise Busy."""
    if not _turn.acquire(timeout=PATIENCE):
        raise Busy


def end_turn() -> None:
    """Let the next writer of this process go on."""
    _turn.release()


def begin_immediate(connection: Connection) -> None:
    """Take SQLite's write lock, yielding while another process holds it; at most for 5 s."""
    give_up = time.monotonic() + PATIENCE
    while True:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except OperationalError as fault:
            if "locked" not in str(fault.orig) or time.monotonic() > give_up:
                raise
            time.sleep(PAUSE)
        else:
            return


event.listen(Engine, "do_connect", patience.connect)
event.listen(Pool, "reset", patience.leave_closed)


@event.listens_for(Engine, "connect")
def _prepare(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=50",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if connection.get_execution_options().get("write"):
        begin_immediate(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def made_now() -> set[str]:
    """The public ids of the rows that the write under way has made so far."""
    made: set[str] = db.session.info["made"]
    return made


def _note_made(session: Session, *_args: Any) -> None:
    if "made" in session.info:
        named = (getattr(one, "public_id", None) for one in session.new)
        session.info["made"].update(name for name in named if name)


@contextmanager
def writing() -> Iterator[None]:
    """One write transaction: ends what was read before, begins the write, rolls back on a fault.

    Everything loaded before is expired on both databases, so that it is read anew under the lock.
    The caller commits.
    """
    session = db.session
    session.rollback()
    session.expire_all()
    is_sqlite = db.engine.dialect.name == "sqlite"
    if is_sqlite:
        take_turn()
    session.info.update(writes=True, made=set())
    try:
        session.connection(execution_options={"write": True})
        yield
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("writes", None)
        session.info.pop("made", None)
        if is_sqlite:
            end_turn()


def begin_snapshot() -> None:
    """Read from here on in one snapshot: what is read belongs to one moment."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def watch_other_writers() -> None:
    """Make writes outside of `writing` (Flask-Security commits by itself) take their turn too.

    Their read is ended on the connection, beneath the session, which keeps what it is about to
    write. Without it most of a hundred concurrent sign-ins fail on SQLite with "locked".
    """
    if not event.contains(db.session, "before_flush", _begin_other):
        event.listen(db.session, "before_flush", _begin_other)
        event.listen(db.session, "before_flush", _note_made)
        event.listen(db.session, "after_transaction_end", _end_other)


def _begin_other(session: Session, *_args: Any) -> None:
    if session.info.get("writes") or not (session.new or session.dirty or session.deleted):
        return
    session.info["writes"] = session.info["unsaved"] = True
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return
    take_turn()
    session.info["has_turn"] = True
    connection.exec_driver_sql("ROLLBACK")
    begin_immediate(connection)


def _end_other(session: Session, transaction: Any) -> None:
    if transaction.parent is not None or not session.info.pop("unsaved", False):
        return
    session.info.pop("writes", None)
    if session.info.pop("has_turn", False):
        end_turn()
