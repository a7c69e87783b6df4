"""The one clock: every "now" and every "today" is asked here."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, available_timezones

ZONES = frozenset(available_timezones()) - {"localtime", "Factory"}


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today_in(zone: str) -> date:
    """The calendar day that a person in this time zone calls today."""
    return now().astimezone(ZoneInfo(zone)).date()


def day_of(moment: datetime, zone: str) -> date:
    """The calendar day that a person in this time zone calls the day of that moment."""
    return moment.astimezone(ZoneInfo(zone)).date()
