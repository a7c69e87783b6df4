"""The facts by which friends are asked by name."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from accountability.circles.models import Circle, Member
from accountability.core import clock
from accountability.core.extensions import db
from accountability.urges import access
from accountability.urges.claims import Claim
from accountability.urges.ladder import Hearer
from accountability.urges.models import UrgeAlert
from accountability.urges.reach import Decline
from accountability.watches import access as watches

COUNTED_FOR = timedelta(days=7)


def taken_in(circle: Circle, since: datetime) -> dict[int, int]:
    """How many alerts each member of a circle took since a moment."""
    query = (
        select(Member.id, func.count())
        .join(Claim, Claim.member_id == Member.id)
        .where(Member.circle_id == circle.id, Claim.claimed_at > since)
        .group_by(Member.id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


watches.ALERTS_TAKEN.append(taken_in)


def _declined(alert: UrgeAlert) -> set[int]:
    query = select(Member.account_id).join(Decline, Decline.member_id == Member.id)
    return set(db.session.scalars(query.where(Decline.alert_id == alert.id)))


def watching(alert: UrgeAlert) -> list[Member]:
    """The friends who hear it and agreed to be rung now, whatever the hour is for them."""
    now = clock.now()
    circles = [telling.circle for telling in alert.hearing]
    there = {one.account_id for circle in circles for one in watches.on_watch_at(circle, now)}
    return [friend for friend in access.friends_of(alert) if friend.account_id in there]


def _carried(alert: UrgeAlert) -> dict[int, int]:
    since = clock.now() - COUNTED_FOR
    found: dict[int, int] = {}
    for telling in alert.hearing:
        found |= watches.carried_since(telling.circle, since)
    return found


def hearers_of(alert: UrgeAlert) -> list[Hearer]:
    """The friends who hear it now, with what decides who of them is asked first."""
    carried, declined = _carried(alert), _declined(alert)
    on_watch = {friend.id for friend in watching(alert)}
    return [
        Hearer(
            member_id=friend.id,
            is_first_friend=friend.id == alert.member.first_friend_id,
            is_on_watch=friend.id in on_watch,
            has_declined=friend.account_id in declined,
            carried=carried.get(friend.id, 0),
        )
        for friend in access.friends_of(alert)
    ]


def watching_among(hearers: Iterable[Hearer]) -> int:
    """How many of these are on watch."""
    return sum(one.is_on_watch for one in hearers)
