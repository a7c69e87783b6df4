"""The verbs of a swap: asked, then taken, declined or taken back. `services` hands them on."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from accountability.circles.models import Member
from accountability.circles.offers import QuestionEnd
from accountability.circles.rules import still_friends, still_open
from accountability.circles.services import still_may_speak
from accountability.core import clock
from accountability.core.change import change
from accountability.core.errors import Refused
from accountability.core.extensions import db
from accountability.watches.events import SwapAsked, SwapEnded
from accountability.watches.models import Swap
from accountability.watches.taking import is_on_watch, settle_hour
from accountability.watches.watching import AHEAD, HOUR, hour_of


def _to_come(at: datetime) -> bool:
    now = clock.now()
    return at == hour_of(at) and now < at + HOUR and at < now + AHEAD


def _stands(by: Member, to: Member, starts_at: datetime, in_return_at: datetime | None) -> bool:
    """Whether both hours are still to come and still those of the two."""
    if not _to_come(starts_at) or not is_on_watch(by, starts_at):
        return False
    return in_return_at is None or (_to_come(in_return_at) and is_on_watch(to, in_return_at))


def ask_swap(
    member: Member, friend: Member, starts_at: datetime, in_return_at: datetime | None = None
) -> Swap:
    """Ask a friend to take an hour over, or to exchange it for one of theirs.

    Whoever was asked to pause rings nobody by that; they may give an hour back.
    """
    with change(member.circle.stream, by=member) as announce:
        still_friends(member, friend)
        still_may_speak(member)
        if not _stands(member, friend, starts_at, in_return_at):
            raise Refused(_("One of you is not on watch then. Please look again."))
        if _is_asked(member, friend, starts_at):
            raise Refused(_("You asked %(name)s for this hour already.", name=friend.name))
        swap = Swap(
            circle=member.circle,
            by=member,
            to=friend,
            starts_at=starts_at,
            in_return_at=in_return_at,
        )
        db.session.add(swap)
        announce(SwapAsked(swap))
    return swap


def _is_asked(member: Member, friend: Member, starts_at: datetime) -> bool:
    query = select(Swap.id).where(
        Swap.by_id == member.id, Swap.to_id == friend.id, Swap.starts_at == starts_at
    )
    return db.session.scalar(query.where(Swap.ended_at.is_(None))) is not None


def accept_swap(member: Member, swap: Swap) -> Swap:
    """Say yes: the hour is one's own, and the one in return is the friend's."""
    with change(member.circle.stream, by=member) as announce:
        still_open(member, swap.to_id, swap)
        if not _stands(swap.by, member, swap.starts_at, swap.in_return_at):
            raise Refused(_("One of you is not on watch then any more."))
        settle_hour(swap.by, swap.starts_at, is_taken=False)
        settle_hour(member, swap.starts_at, is_taken=True)
        if swap.in_return_at is not None:
            settle_hour(member, swap.in_return_at, is_taken=False)
            settle_hour(swap.by, swap.in_return_at, is_taken=True)
        swap.finish(QuestionEnd.TAKEN)
        announce(SwapEnded(swap))
    return swap


def _end_unanswered(member: Member, asked_id: int, swap: Swap, end: QuestionEnd) -> Swap:
    with change(member.circle.stream, by=member) as announce:
        still_open(member, asked_id, swap)
        swap.finish(end)
        announce(SwapEnded(swap))
    return swap


def decline_swap(member: Member, swap: Swap) -> Swap:
    """Say no: everything stays as it is."""
    return _end_unanswered(member, swap.to_id, swap, QuestionEnd.DECLINED)


def withdraw_swap(member: Member, swap: Swap) -> Swap:
    """Take the question back, as long as nobody has said yes."""
    return _end_unanswered(member, swap.by_id, swap, QuestionEnd.WITHDRAWN)
