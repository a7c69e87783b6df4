"""The facts by which friends are asked by name."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from accountability.circles.models import Member
from accountability.core import clock
from accountability.core.extensions import db
from accountability.urges import access
from accountability.urges.ladder import Hearer
from accountability.urges.models import UrgeAlert
from accountability.watches import access as watches

COUNTED_FOR = timedelta(days=7)


def _watched(alert: UrgeAlert) -> tuple[set[int], Counter[int]]:
    """The accounts on watch now in circles that hear it, and what each carried there lately."""
    now = clock.now()
    since = now - COUNTED_FOR
    there: set[int] = set()
    carried: Counter[int] = Counter()
    for circle in [telling.circle for telling in alert.hearing]:
        watch = watches.watch_of(circle, since)
        on_watch = watch.on_at(now)
        there |= {one.account_id for one in circle.members if one.id in on_watch}
        borne = watches.carried_in(circle, watch, since)
        carried.update({one.account_id: borne.get(one.id, 0) for one in circle.members})
    return there, carried


def hearers_of(alert: UrgeAlert, friends: Iterable[Member]) -> list[Hearer]:
    """The friends who hear it now, with what decides who of them is asked first.

    A friend of two circles that hear it is one person: who is on watch in one agreed to be rung
    now, and whom the author chose in one is the first, whichever member stands for them here.
    """
    on_watch, carried = _watched(alert)
    declined = set(db.session.scalars(access.who_declined(alert)))
    chosen = db.session.get(Member, alert.member.first_friend_id or 0)
    return [
        Hearer(
            member_id=friend.id,
            is_first_friend=chosen is not None and friend.account_id == chosen.account_id,
            is_on_watch=friend.account_id in on_watch,
            has_declined=friend.account_id in declined,
            carried=carried[friend.account_id],
        )
        for friend in friends
    ]
