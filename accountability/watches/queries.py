"""What the page of a watch shows, read and nothing else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accountability.circles.models import Member
from accountability.core import clock, reading
from accountability.core.shown import Shown
from accountability.watches import access
from accountability.watches.models import Swap
from accountability.watches.shapes import SWAP, WATCH
from accountability.watches.watching import HOUR, Hour, Person, Watch, propose

WEEK, FOUR_WEEKS = timedelta(days=7), timedelta(days=28)
EXCHANGED_WITHIN = 48  # hours
MONDAY = date(2024, 1, 1)  # a Monday: its week lends the days their names


@dataclass(frozen=True, slots=True)
class Row:
    """One of the next hours, as one member sees it."""

    hour: Hour
    members: list[Member]
    is_mine: bool
    is_fair: bool


@dataclass(frozen=True, slots=True)
class Carried:
    """What one member carried in some time: hours on watch, and alerts taken."""

    hours: int
    alerts: int


@dataclass(frozen=True, slots=True)
class WatchPage:
    """The watch of a circle as one member sees it."""

    member: Member
    head: int
    card: list[Shown]
    rows: list[Row]
    week: frozenset[tuple[int, int]]
    lately: Carried
    longer: Carried
    asks: bool
    asked: list[Shown]
    asking: list[Swap]

    @property
    def fair(self) -> list[Row]:
        """The hours that would be this member's fair share of what is missing."""
        return [row for row in self.rows if row.is_fair]

    @property
    def days(self) -> list[date]:
        """A Monday and the days after it, for the names of the days of a week."""
        return [MONDAY + timedelta(days=number) for number in range(7)]


def page_of(member: Member) -> WatchPage:
    """The page. The caller has begun a snapshot."""
    head = reading.head_of(member.circle.stream)
    hush, swaps = access.hush_of(member), _open_swaps(member)
    asked = [SWAP(swap) for swap in swaps if swap.to_id == member.id]
    return WatchPage(
        member=member,
        head=head,
        card=reading.showing(member.circle.stream, [WATCH(member.circle)]),
        rows=_rows(member),
        week=frozenset((one.weekday, one.hour) for one in access.standing_hours(member)),
        lately=_carried(member, WEEK),
        longer=_carried(member, FOUR_WEEKS),
        asks=hush is None,
        asked=reading.showing(member.account.stream, asked),
        asking=[swap for swap in swaps if swap.by_id == member.id],
    )


def _open_swaps(member: Member) -> list[Swap]:
    return [swap for swap in access.unended_swaps([member]) if swap.is_open]


def _rows(member: Member) -> list[Row]:
    now, watch = clock.now(), access.watch_of(member.circle)
    hours = watch.hours(now)
    carried = access.carried_since(member.circle, now - WEEK)
    people = [
        Person(one.id, one.account.zone, carried.get(one.id, 0)) for one in member.circle.members
    ]
    fair = propose(hours, people)
    return [
        Row(
            hour=hour,
            members=_named(member.circle.members, hour.members),
            is_mine=member.id in hour.members,
            is_fair=member.id in fair.get(hour.starts_at, ()),
        )
        for hour in hours
    ]


def _named(members: Iterable[Member], ids: tuple[int, ...]) -> list[Member]:
    return [one for one in members if one.id in ids]


def _carried(member: Member, lately: timedelta) -> Carried:
    now = clock.now()
    hours = access.watch_by(member, now - lately).carried(now - lately, now)
    taken = access.alerts_taken(member.circle, now - lately)
    return Carried(round(hours.get(member.id, 0)), taken.get(member.id, 0))


def hours_of_friends(member: Member, but: datetime) -> Iterator[tuple[datetime, Member]]:
    """The hours that friends have in the next days, which could be taken in return for one."""
    watch: Watch = access.watch_of(member.circle)
    for hour in watch.hours(clock.now() + HOUR, EXCHANGED_WITHIN):
        for friend in _named(member.friends, hour.members):
            if hour.starts_at != but and member.id not in hour.members:
                yield hour.starts_at, friend
