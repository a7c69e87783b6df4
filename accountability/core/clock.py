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
    """A moment by another clock, and when it was heard; it is never before `least`."""

    moment: datetime | None = None
    heard_at: float = 0.0
    least: datetime | None = None


_anchor = Anchor()
_told: ContextVar[datetime | None] = ContextVar("told_moment", default=None)
_floor: ContextVar[datetime | None] = ContextVar("floor_of_moments", default=None)


def now() -> datetime:
    """This moment, in UTC."""
    moment, floor = _told.get() or _by_anchor(), _floor.get()
    return max(moment, floor) if floor else moment


def of_machine() -> datetime:
    """What this machine's own clock says, right or wrong."""
    return datetime.now(UTC)


def _by_anchor() -> datetime:
    if _anchor.moment is None:
        return of_machine()
    moment = _anchor.moment + timedelta(seconds=monotonic() - _anchor.heard_at)
    return max(moment, _anchor.least) if _anchor.least else moment


def follow(moment: datetime, heard_at: float) -> None:
    """Go on from a moment that another clock told, at that reading of `time.monotonic`.

    Time never goes back: if that clock is behind, it stands still until that has caught up.
    """
    _anchor.least = _by_anchor() if _anchor.moment else None
    _anchor.moment, _anchor.heard_at = moment, heard_at


def is_followed() -> bool:
    """Whether time goes by another clock already."""
    return _anchor.moment is not None


@contextmanager
def not_before(moment: datetime) -> Iterator[None]:
    """Let it be that moment at least inside the block: it was reached, whatever a clock says."""
    token = _floor.set(moment)
    try:
        yield
    finally:
        _floor.reset(token)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be that moment inside the block: for telling a past, as the demo does."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)


def local_moment(day: date, at: time, zone: str) -> datetime:
    """A wall clock's time in a zone as a moment of UTC; one that comes twice is the first."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def first_moment(zone: str, day: date) -> datetime:
    """When a calendar day begins in a time zone, in UTC.

    Midnight may not exist there on that day, or come twice: it is the first moment of the day.
    """
    return local_moment(day, time(), zone)


def today_in(zone: str) -> date:
    """The calendar day that a person in this time zone calls today."""
    return now().astimezone(ZoneInfo(zone)).date()
