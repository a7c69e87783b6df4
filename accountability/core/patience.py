"""How long anybody waits for PostgreSQL, also for one that says nothing at all.

A server that stands still leaves its connections open and the kernel acknowledges for it, so
neither its own timeouts nor those of TCP end the wait. Whoever gives up closes the connection: it
is then as if the server had fallen. A commit that was cut off so may have been stored; the same key
tells. While the server is known to be silent one asks at a time, and all others are refused at
once.
"""

import time
from dataclasses import dataclass
from typing import Any

import psycopg
from flask import g, has_request_context

STATEMENT = 5.5  # seconds: the server itself ends each of ours after five
REQUEST = 6.5  # seconds that one request waits in all
SILENT_STATEMENT = 1.0
TO_CONNECT, SILENT_TO_CONNECT = 3, 2  # the library takes whole seconds, and no fewer than two


@dataclass(slots=True)
class Silence:
    """What this process knows of it."""

    is_known: bool = False
    is_asked: bool = False  # somebody tries just now whether it is over
    answered_at: float = 0.0


_silence = Silence()


class Silent(psycopg.OperationalError):
    """The server gave no answer in time, or gave none to others just now."""


def is_silent() -> bool:
    """Whether the server was asked and gave no answer, to anybody, for as long as was waited."""
    return _silence.is_known


def _left_in_request() -> float:
    waited = g.get("waited", 0.0) if has_request_context() else 0.0
    return max(0.0, REQUEST - waited)


def _left() -> float:
    """Seconds that may be waited for one answer."""
    return min(SILENT_STATEMENT if is_silent() else STATEMENT, _left_in_request())


def _note_answer(begun: float) -> None:
    _silence.answered_at = time.monotonic()
    _silence.is_known = False
    _count(begun)


def _note_none(begun: float) -> None:
    """Nobody got an answer as long as this one waited for one: then there are none to be had."""
    _silence.is_known = _silence.is_known or _silence.answered_at < begun
    _count(begun)


def _count(begun: float) -> None:
    if has_request_context():
        g.waited = g.get("waited", 0.0) + time.monotonic() - begun


class Impatient(psycopg.Connection[Any]):
    """A connection on which nobody waits for ever; who gives up leaves it closed."""

    is_patient = False

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for one answer of the server, as long as there is patience for it."""
        if self.is_patient or timeout is not None:
            return super().wait(gen, interval, timeout)
        begun = time.monotonic()
        try:
            found = super().wait(gen, interval, _left())
        except psycopg.errors._WaitTimeout:
            self.pgconn.finish()
            _note_none(begun)
            raise Silent("the database gave no answer in time") from None
        _note_answer(begun)
        return found

    def rollback(self) -> None:
        """Take back what was begun. A connection that is closed, by whichever end, took it back."""
        try:
            super().rollback()
        except psycopg.OperationalError:
            if not self.closed:
                raise


def _connect(how: dict[str, Any], most: int) -> Impatient:
    """Connect within so many seconds, if the request has that much patience left."""
    if _left_in_request() < most:
        raise Silent("the database gave no answer in time")
    begun = time.monotonic()
    try:
        made = Impatient.connect(**how | {"connect_timeout": most})
    except psycopg.errors.ConnectionTimeout:
        _note_none(begun)
        raise
    _count(begun)
    return made


def connect(dialect: Any, _record: Any, _words: Any, how: dict[str, Any]) -> Impatient | None:
    """Connect to PostgreSQL impatiently; SQLite as it always is."""
    if dialect.name != "postgresql":
        return None
    if not is_silent():
        return _connect(how, TO_CONNECT)
    if _silence.is_asked:
        raise Silent("the database gives no answer")
    _silence.is_asked = True
    try:
        return _connect(how, SILENT_TO_CONNECT)
    finally:
        _silence.is_asked = False


def leave_closed(connection: Any, record: Any, _state: Any) -> None:
    """Let the pool have no connection back that is closed: setting it up anew would fail."""
    if isinstance(connection, Impatient) and connection.closed:
        record.invalidate()


def be_patient(connection: Any) -> None:
    """Wait on this one for as long as it takes: whoever changes the form of the database must."""
    raw = connection.connection.dbapi_connection
    if isinstance(raw, Impatient):
        raw.is_patient = True
