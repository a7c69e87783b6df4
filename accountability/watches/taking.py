"""Writing one hour that differs from the week, in the transaction under way."""

from datetime import datetime

from accountability.circles.models import Member
from accountability.core import clock
from accountability.core.extensions import db
from accountability.watches import access
from accountability.watches.models import SingleHour
from accountability.watches.watching import HOUR, quarters


def settle_hour(member: Member, starts_at: datetime, *, is_taken: bool) -> SingleHour:
    """Let one hour be a member's, or not, whatever they offer weekly."""
    hour = access.single_hour(member, starts_at)
    if hour is None:
        hour = SingleHour(member=member, starts_at=starts_at, is_taken=is_taken)
        db.session.add(hour)
    hour.is_taken, hour.chosen_at = is_taken, clock.now()
    return hour


def is_on_watch(member: Member, starts_at: datetime) -> bool:
    """Whether a member is on watch in some of an hour."""
    mine = access.watch_by(member)
    return any(mine.has(member.id, at) for at in quarters(starts_at, starts_at + HOUR))
