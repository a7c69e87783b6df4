"""The facts by which friends are asked by name."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import func, select

from accountability.circles.models import Member
from accountability.core import clock
from accountability.core.extensions import db
from accountability.urges import access
from accountability.urges.claims import Claim
from accountability.urges.ladder import Hearer
from accountability.urges.models import UrgeAlert
from accountability.urges.reach import Decline

COUNTED_FOR = timedelta(days=7)


def _carried(friends: list[Member]) -> Counter[int]:
    """How often each of these people took somebody in the last seven days, by account."""
    since = clock.now() - COUNTED_FOR
    query = (
        select(Member.account_id, func.count())
        .join(Claim, Claim.member_id == Member.id)
        .where(Member.account_id.in_({one.account_id for one in friends}))
        .where(Claim.claimed_at > since)
        .group_by(Member.account_id)
    )
    return Counter(dict(db.session.execute(query).all()))


def _declined(alert: UrgeAlert) -> set[int]:
    query = select(Member.account_id).join(Decline, Decline.member_id == Member.id)
    return set(db.session.scalars(query.where(Decline.alert_id == alert.id)))


def hearers_of(alert: UrgeAlert) -> list[Hearer]:
    """The friends who hear it now, with what decides who of them is asked first."""
    friends = access.friends_of(alert)
    carried, declined = _carried(friends), _declined(alert)
    return [
        Hearer(
            member_id=friend.id,
            is_first_friend=friend.id == alert.member.first_friend_id,
            has_declined=friend.account_id in declined,
            carried=carried[friend.account_id],
        )
        for friend in friends
    ]
