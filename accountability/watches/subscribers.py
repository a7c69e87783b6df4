"""What follows for a watch when something becomes true."""

from collections.abc import Iterable

from accountability.accounts.events import SettingsChanged
from accountability.circles import access as circles
from accountability.circles.events import CircleClosed, MemberJoined, MemberLeft
from accountability.circles.models import Circle, Member
from accountability.circles.offers import QuestionEnd
from accountability.core import cards, clock
from accountability.core.extensions import db
from accountability.watches import access, evenings
from accountability.watches.events import (
    HourGivenBack,
    HoursOffered,
    HourTaken,
    SwapEnded,
    WatchMoved,
)


def _owe_what_comes(circle: Circle) -> None:
    """Owe the next move, and each member a look at their next night."""
    evenings.owe_move(circle)
    for member in circle.members:
        evenings.owe_evening(member)


@cards.before_commit(HoursOffered)
def owe_after_offer(event: HoursOffered) -> None:
    """Other hours move at other times."""
    _owe_what_comes(event.member.circle)


@cards.before_commit(HourTaken, HourGivenBack)
def owe_after_hour(event: HourTaken | HourGivenBack) -> None:
    """So does a single one."""
    _owe_what_comes(event.hour.member.circle)


@cards.before_commit(SwapEnded)
def owe_after_swap(event: SwapEnded) -> None:
    """So do two that were exchanged."""
    if event.swap.end is QuestionEnd.TAKEN:
        evenings.owe_move(event.swap.circle)


@cards.before_commit(WatchMoved)
def owe_next_move(event: WatchMoved) -> None:
    """After one move comes the next."""
    evenings.owe_move(event.circle)


@cards.before_commit(SettingsChanged)
def owe_after_zone(event: SettingsChanged) -> None:
    """In another zone the hours that a member offers lie elsewhere: the circle is told at once."""
    mine = circles.my_members(event.account.id) if event.has_moved else []
    for member in access.who_offers(mine):
        evenings.owe_move(member.circle, clock.now())


@cards.before_commit(MemberJoined)
def owe_newcomer(event: MemberJoined) -> None:
    """Where a watch is kept, whoever comes in is asked in the evening too."""
    if access.keeps_watch(event.member.circle):
        evenings.owe_evening(event.member)


@cards.before_commit(MemberLeft)
def end_hours(event: MemberLeft) -> Iterable[SwapEnded]:
    """Whoever left is on watch no more, and nobody is asked by them or for them."""
    member, now = event.member, clock.now()
    for offered in access.standing_hours(member):
        offered.withdrawn_at = now
    for hour in access.single_hours_after(member, now):
        db.session.delete(hour)
    return _end_swaps([member])


@cards.before_commit(CircleClosed)
def end_swaps(event: CircleClosed) -> Iterable[SwapEnded]:
    """There is no watch left to exchange."""
    return _end_swaps(event.circle.members)


def _end_swaps(members: Iterable[Member]) -> Iterable[SwapEnded]:
    for swap in access.unended_swaps(members):
        swap.finish(QuestionEnd.VOID)
        yield SwapEnded(swap)
