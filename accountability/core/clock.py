"""The one clock: every "now" and every "today" is asked here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from time import monotonic
from zoneinfo import ZoneInfo, available_timezones

ZONES = frozenset(available_timezones()) - {"localtime", "Factory"}


@dataclass(slots=True)
class Anchor:
    """A moment by another clock than this machine's, and when it was heard."""

    moment: datetime | None = None
    heard_at: float = 0.0


_anchor = Anchor()
_told: ContextVar[datetime | None] = ContextVar("told_moment", default=None)


def now() -> datetime:
    """This moment, in UTC."""
    if told := _told.get():
        return told
    if _anchor.moment is None:
        return datetime.now(UTC)
    return _anchor.moment + timedelta(seconds=monotonic() - _anchor.heard_at)


def follow(moment: datetime, heard_at: float) -> None:
    """Go on from a moment that another clock told, at that reading of `time.monotonic`."""
    _anchor.moment, _anchor.heard_at = moment, heard_at


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be that moment inside the block: for telling a past, as the demo does."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)


def first_moment(zone: str, day: date) -> datetime:
    """When a calendar day begins in a time zone, in UTC.

    Midnight may not exist there on that day, or come twice: it is the first moment of the day.
    """
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def today_in(zone: str) -> date:
    """The calendar day that a person in this time zone calls today."""
    return now().astimezone(ZoneInfo(zone)).date()
