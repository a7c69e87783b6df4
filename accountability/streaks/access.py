"""The doors to journeys and milestones."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from sqlalchemy import select

from accountability.accounts.models import Account
from accountability.circles import access as circles
from accountability.circles.models import Circle, Member
from accountability.core import reading
from accountability.core.extensions import db
from accountability.streaks import counting
from accountability.streaks.models import Cheer, Journey, Milestone


def journey_of(account_id: int) -> Journey | None:
    """The journey of an account, if it has begun one."""
    return db.session.scalar(select(Journey).where(Journey.account_id == account_id))


def journeys_of(account_ids: Iterable[int]) -> dict[int, Journey]:
    """The journeys of several accounts, by account."""
    found = db.session.scalars(select(Journey).where(Journey.account_id.in_(list(account_ids))))
    return {journey.account_id: journey for journey in found}


def milestone_for(account_id: int, milestone_id: str) -> tuple[Member, Milestone] | None:
    """A milestone that this account may see, with the member it sees it as."""
    milestone = db.session.scalar(
        select(Milestone).where(Milestone.public_id == milestone_id, Milestone.is_shown)
    )
    if milestone is None:
        return None
    circle: Circle = milestone.member.circle
    member = circles.member_of(account_id, circle.public_id)
    first = reading.first_of(circle.stream_id, "milestone", milestone_id)
    if member is None or first is None or first <= member.since_seq:
        return None
    return member, milestone


def present(account_id: int) -> list[Member]:
    """The members that this account is, in all its circles."""
    return circles.my_members(account_id)


def accounts_with_news(circle: Circle) -> list[Account]:
    """The members whose streak today has reached a length that is not marked in this circle."""
    journeys = journeys_of(member.account_id for member in circle.members)
    known: dict[int, set[int]] = defaultdict(set)
    rows = db.session.execute(
        select(Milestone.journey_id, Milestone.days)
        .join(Milestone.member)
        .where(Member.circle_id == circle.id)
    )
    for journey_id, days in rows:
        known[journey_id].add(days)
    return [
        member.account
        for member in circle.members
        if (journey := journeys.get(member.account_id))
        and set(counting.reached(journey.streak().days)) - known[journey.id]
    ]


def lengths_known(journey: Journey) -> dict[int, set[int]]:
    """The lengths that each circle saw of this journey, also in an earlier time of the member."""
    known: dict[int, set[int]] = defaultdict(set)
    rows = db.session.execute(
        select(Member.circle_id, Milestone.days)
        .join(Milestone.member)
        .where(Milestone.journey_id == journey.id)
    )
    for circle_id, days in rows:
        known[circle_id].add(days)
    return known


def cheer_of(member: Member, kind: str, thing_id: str) -> Cheer | None:
    """The cheer that a member gave to a thing, if any."""
    return db.session.scalar(
        select(Cheer).where(
            Cheer.member_id == member.id, Cheer.of_kind == kind, Cheer.of_id == thing_id
        )
    )


def tally(cheers: Iterable[Cheer]) -> dict[str, int]:
    """How often each word was cheered."""
    return dict(Counter(cheer.word.value for cheer in cheers))
