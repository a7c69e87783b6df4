"""The one clock: every "now" and every "today" is asked here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, available_timezones

ZONES = frozenset(available_timezones()) - {"localtime", "Factory"}


_told: ContextVar[datetime | None] = ContextVar("told_moment", default=None)


def now() -> datetime:
    """This moment, in UTC."""
    return _told.get() or datetime.now(UTC)


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
