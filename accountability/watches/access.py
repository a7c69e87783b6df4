"""The doors of watches: what the members of a circle offered, and one's own hours and swaps."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from sqlalchemy import or_, select

from accountability.circles import access as circles
from accountability.circles.models import Circle, Member
from accountability.core import clock
from accountability.core.extensions import db
from accountability.watches.models import EveningHush, SingleHour, Swap, WatchHour
from accountability.watches.watching import A_WEEK, HOUR, Offered, Single, Watch

ALERT_COUNTS = 2  # an alert taken weighs as much as so many hours of waiting for one

# Features above append here; an answer is how many alerts each member took since a moment.
ALERTS_TAKEN: list[Callable[[Circle, datetime], dict[int, int]]] = []


def watch_of(circle: Circle, since: datetime | None = None) -> Watch:
    """The watch of a circle from a moment on (now), by those who belong to it."""
    return _watch({one.id: one.account.zone for one in circle.members}, since)


def watch_by(member: Member, since: datetime | None = None) -> Watch:
    """What one member alone contributes to it."""
    return _watch({member.id: member.account.zone}, since)


def _watch(zones: dict[int, str], since: datetime | None) -> Watch:
    after = since or clock.now()
    weekly = select(WatchHour).where(
        WatchHour.member_id.in_(zones),
        or_(WatchHour.withdrawn_at.is_(None), WatchHour.withdrawn_at > after),
    )
    single = select(SingleHour.member_id, SingleHour.starts_at, SingleHour.is_taken).where(
        SingleHour.member_id.in_(zones), SingleHour.starts_at > after - HOUR
    )
    offered = [_offered(one, zones[one.member_id]) for one in db.session.scalars(weekly)]
    return Watch(offered, [Single(*row) for row in db.session.execute(single)])


def _offered(one: WatchHour, zone: str) -> Offered:
    times = (one.offered_at, one.withdrawn_at)
    return Offered(one.member_id, zone, one.weekday, one.hour, *times)


def on_watch_at(circle: Circle, moment: datetime) -> list[Member]:
    """Who of the circle is on watch at a moment, of those who belong to it."""
    there = watch_of(circle, moment).on_at(moment)
    return [member for member in circle.members if member.id in there]


def carried_since(circle: Circle, moment: datetime) -> dict[int, int]:
    """What each member carried since: whole hours on watch, and alerts taken, which weigh more."""
    return carried_in(circle, watch_of(circle, moment), moment)


def carried_in(circle: Circle, watch: Watch, moment: datetime) -> dict[int, int]:
    """The same, of the watch of a circle from that moment on."""
    hours = watch.carried(moment, clock.now())
    taken = alerts_taken(circle, moment)
    return {
        member.id: round(hours.get(member.id, 0)) + ALERT_COUNTS * taken.get(member.id, 0)
        for member in circle.members
    }


def alerts_taken(circle: Circle, since: datetime) -> dict[int, int]:
    """How many alerts each member took since a moment; who took none may be missing."""
    counts: dict[int, int] = {}
    for count in ALERTS_TAKEN:
        counts |= count(circle, since)
    return counts


def standing_hours(member: Member) -> list[WatchHour]:
    """The hours of the week that a member offers now."""
    query = select(WatchHour).where(
        WatchHour.member_id == member.id, WatchHour.withdrawn_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(WatchHour.weekday, WatchHour.hour)))


def who_offers(members: Iterable[Member]) -> list[Member]:
    """Those of these members who offer hours of the week now."""
    known = {one.id: one for one in members}
    query = select(WatchHour.member_id).where(
        WatchHour.member_id.in_(known), WatchHour.withdrawn_at.is_(None)
    )
    return [known[member_id] for member_id in db.session.scalars(query.distinct())]


def single_hour(member: Member, starts_at: datetime) -> SingleHour | None:
    """What this member took or gave back of that hour, if anything."""
    query = select(SingleHour).where(
        SingleHour.member_id == member.id, SingleHour.starts_at == starts_at
    )
    return db.session.scalar(query)


def single_hours_after(member: Member, moment: datetime) -> Sequence[SingleHour]:
    """What this member took or gave back of the hours that begin after a moment."""
    query = select(SingleHour).where(
        SingleHour.member_id == member.id, SingleHour.starts_at > moment
    )
    return db.session.scalars(query).all()


def keeps_watch(circle: Circle) -> bool:
    """Whether anybody in the circle offers an hour, or took one not long ago and kept it."""
    members = [member.id for member in circle.members]
    weekly = select(WatchHour.id).where(
        WatchHour.member_id.in_(members), WatchHour.withdrawn_at.is_(None)
    )
    single = select(SingleHour.id).where(
        SingleHour.member_id.in_(members),
        SingleHour.is_taken,
        SingleHour.starts_at > clock.now() - A_WEEK,
    )
    found = (db.session.scalar(query.limit(1)) for query in (weekly, single))
    return any(one is not None for one in found)


def hush_of(member: Member) -> EveningHush | None:
    """The wish of a member not to be asked in the evening, if there is one."""
    return db.session.get(EveningHush, member.id)


def unended_swaps(members: Iterable[Member]) -> list[Swap]:
    """What these members asked of others or were asked, and nothing has ended yet."""
    ids = [member.id for member in members]
    query = select(Swap).where(
        Swap.ended_at.is_(None), or_(Swap.by_id.in_(ids), Swap.to_id.in_(ids))
    )
    return list(db.session.scalars(query.order_by(Swap.starts_at, Swap.id)))


def member_and_swap(account_id: int, swap_id: str) -> tuple[Member, Swap] | None:
    """The viewer and a swap that the viewer asked for, or that was asked of the viewer."""
    swap = db.session.scalar(select(Swap).where(Swap.public_id == swap_id))
    if swap is None:
        return None
    viewer = circles.member_of(account_id, swap.circle.public_id)
    return (viewer, swap) if viewer and viewer.id in {swap.by_id, swap.to_id} else None


def member_by_id(member_id: str) -> Member | None:
    """A member of a public id that a promise is about, wherever they are by now."""
    return db.session.scalar(select(Member).where(Member.public_id == member_id))


def circle_by_id(circle_id: str) -> Circle | None:
    """A circle of a public id that a promise is about."""
    return db.session.scalar(select(Circle).where(Circle.public_id == circle_id))
