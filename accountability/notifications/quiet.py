"""Quiet hours: minutes of the day by a person's own clock, over midnight too. Pure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

DAY = 24 * 60


def is_quiet(moment: datetime, zone: str, begins: int | None, ends: int | None) -> bool:
    """Whether a clock in this zone shows a minute from `begins` on and before `ends`."""
    if begins is None or ends is None or begins == ends:
        return False
    there = moment.astimezone(ZoneInfo(zone))
    minute = there.hour * 60 + there.minute
    if begins < ends:
        return begins <= minute < ends
    return minute >= begins or minute < ends


def quiet_ends(moment: datetime, zone: str, begins: int | None, ends: int | None) -> datetime:
    """The first moment from this one on that is not quiet, to the minute.

    Minutes are walked on the world's clock, because the local one may jump.
    """
    at = moment
    for _minute in range(2 * DAY):
        if not is_quiet(at, zone, begins, ends):
            return at
        at = at.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return at
