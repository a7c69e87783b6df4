"""The verbs of watches: offering hours, taking one, giving it back, asking a friend for one."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete

from accountability.circles.models import Member
from accountability.core import clock
from accountability.core.change import change, quiet_change
from accountability.core.errors import Refused
from accountability.core.extensions import db
from accountability.watches import access
from accountability.watches.events import (
    EveningsChosen,
    HourGivenBack,
    HoursOffered,
    HourTaken,
)
from accountability.watches.models import EveningHush, SingleHour, WatchHour
from accountability.watches.swapping import accept_swap, ask_swap, decline_swap, withdraw_swap
from accountability.watches.taking import is_on_watch, settle_hour
from accountability.watches.watching import HOUR, hour_of

__all__ = [
    "MOST_HOURS",
    "accept_swap",
    "ask_swap",
    "choose_evenings",
    "decline_swap",
    "forget_old",
    "give_back",
    "offer_hours",
    "take_hour",
    "withdraw_swap",
]

MOST_HOURS = 84  # of a week: half of it is more than anybody should carry
TAKEN_AHEAD = timedelta(hours=48)
REMEMBERED = timedelta(days=60)  # what was carried is counted over twenty-eight

Slot = tuple[int, int]


def offer_hours(member: Member, wanted: Iterable[Slot]) -> Member:
    """Offer these hours (weekday, hour) of every week, in one's own zone, and no others."""
    chosen = set(wanted)
    with change(member.circle.stream, by=member) as announce:
        if len(chosen) > MOST_HOURS:
            raise Refused(_("That is more than anybody should carry. Please choose fewer hours."))
        standing = {(one.weekday, one.hour): one for one in access.standing_hours(member)}
        for slot in standing.keys() - chosen:
            _withdraw(standing[slot])
        for weekday, hour in sorted(chosen - standing.keys()):
            db.session.add(WatchHour(member_id=member.id, weekday=weekday, hour=hour))
        announce(HoursOffered(member))
    return member


def _withdraw(offered: WatchHour) -> None:
    """What stood for less than an hour is not kept: or rows would grow with every press."""
    if clock.now() - offered.offered_at < HOUR:
        db.session.delete(offered)
    else:
        offered.withdrawn_at = clock.now()


def _in_reach(starts_at: datetime) -> None:
    """Refused for what is over, what is far away, and what is no hour of UTC."""
    now = clock.now()
    if starts_at != hour_of(starts_at) or starts_at + HOUR <= now:
        raise Refused(_("That hour is over."))
    if starts_at > now + TAKEN_AHEAD:
        raise Refused(_("That hour is too far away. Offer it for every week instead."))


def take_hour(member: Member, starts_at: datetime) -> SingleHour:
    """Be on watch for one hour, whatever one offers weekly."""
    with change(member.circle.stream, by=member) as announce:
        _in_reach(starts_at)
        hour = settle_hour(member, starts_at, is_taken=True)
        announce(HourTaken(hour))
    return hour


def give_back(member: Member, starts_at: datetime) -> SingleHour:
    """Not be on watch for one hour after all; the week stays as it is."""
    with change(member.circle.stream, by=member) as announce:
        _in_reach(starts_at)
        if not is_on_watch(member, starts_at):
            raise Refused(_("You are not on watch then."))
        hour = settle_hour(member, starts_at, is_taken=False)
        announce(HourGivenBack(hour))
    return hour


def choose_evenings(member: Member, *, asks: bool) -> Member:
    """Choose whether one is asked in the evening when the night is bare."""
    with change(member.account.stream, by=member) as announce:
        hush = access.hush_of(member)
        if asks and hush is not None:
            db.session.delete(hush)
        elif not asks and hush is None:
            db.session.add(EveningHush(member_id=member.id))
        announce(EveningsChosen(member))
    return member


def forget_old() -> None:
    """Delete the hours that nobody counts any more."""
    before = clock.now() - REMEMBERED
    with quiet_change():
        db.session.execute(delete(SingleHour).where(SingleHour.starts_at < before))
        db.session.execute(delete(WatchHour).where(WatchHour.withdrawn_at < before))
