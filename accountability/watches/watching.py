"""Who is on watch when: pure rules over what members offered, took and gave back.

Hours of the week are in the member's own zone; a single hour that differs is an hour of UTC. What
is asked is always a moment in UTC, whose local hour is then known: so an hour that a clock skips is
nobody's, and one that comes twice is theirs twice. Some zones lie a quarter of an hour beside UTC,
so nothing changes but at a quarter.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from accountability.core.clock import local_moment

GOAL = 2  # friends for every hour: one of two is asleep, or in a tunnel
HOUR, QUARTER = timedelta(hours=1), timedelta(minutes=15)
A_WEEK, AHEAD = timedelta(days=7), timedelta(days=8)
MOVES_WITHIN = timedelta(days=15)  # an hour that a clock skips is not there for two weeks
NIGHT_FROM, NIGHT_TO, ASKED_AT = time(22), time(8), time(19)


@dataclass(frozen=True, slots=True)
class Offered:
    """An hour of the week that a member offers, and from when until when they did."""

    member: int
    zone: str
    weekday: int
    hour: int
    since: datetime
    until: datetime | None = None

    def stands(self, moment: datetime) -> bool:
        """Whether it is offered at that moment."""
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True)
class Single:
    """One hour of UTC that a member took, or gave back: it goes before what they offer weekly."""

    member: int
    starts_at: datetime
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of UTC: who is on watch in it, and how many there are at its emptiest."""

    starts_at: datetime
    members: tuple[int, ...]
    least: int

    @property
    def ends_at(self) -> datetime:
        """When the next one begins."""
        return self.starts_at + HOUR

    @property
    def is_bare(self) -> bool:
        """Whether nobody is on watch for some of it."""
        return self.least == 0

    @property
    def wanted(self) -> int:
        """How many are missing to the goal."""
        return max(GOAL - self.least, 0)


@dataclass(frozen=True, slots=True)
class Span:
    """Hours in a row that want equally many, for a sentence."""

    starts_at: datetime
    ends_at: datetime
    wanted: int


@dataclass(slots=True)
class Watch:
    """What the members of a circle offered, took and gave back."""

    offered: Sequence[Offered]
    singles: Sequence[Single]
    _weekly: dict[int, dict[tuple[int, int], list[Offered]]] = field(default_factory=dict)
    _zones: dict[int, ZoneInfo] = field(default_factory=dict)
    _differs: dict[tuple[int, datetime], bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.offered:
            self._zones[one.member] = ZoneInfo(one.zone)
            week = self._weekly.setdefault(one.member, {})
            week.setdefault((one.weekday, one.hour), []).append(one)
        for single in self.singles:
            self._differs[single.member, single.starts_at] = single.is_taken

    def on_at(self, moment: datetime) -> tuple[int, ...]:
        """Who is on watch at this moment."""
        members = sorted({*self._weekly, *(member for member, _ in self._differs)})
        return tuple(member for member in members if self.has(member, moment))

    def has(self, member: int, moment: datetime) -> bool:
        """Whether this member is on watch at this moment."""
        differs = self._differs.get((member, hour_of(moment)))
        if differs is not None or member not in self._weekly:
            return bool(differs)
        local = moment.astimezone(self._zones[member])
        standing = self._weekly[member].get((local.weekday(), local.hour), ())
        return any(one.stands(moment) for one in standing)

    def hour(self, starts_at: datetime, since: datetime | None = None) -> Hour:
        """Who is on watch in an hour of UTC, or in what is left of it since a moment."""
        begins = since or starts_at
        moments = (begins, *quarters(begins + QUARTER, starts_at + HOUR))
        parts = [self.on_at(moment) for moment in moments]
        members = tuple(sorted({member for part in parts for member in part}))
        return Hour(starts_at, members, min(len(part) for part in parts))

    def hours(self, moment: datetime, count: int = 24) -> list[Hour]:
        """What is left of the hour of this moment, and the hours after it."""
        first = hour_of(moment)
        later = (self.hour(first + HOUR * number) for number in range(1, count))
        return [self.hour(first, since=moment), *later]

    def until(self, member: int, moment: datetime) -> datetime:
        """When this member's watch of now ends, as far as a week ahead."""
        ahead = quarters(quarter_of(moment) + QUARTER, moment + A_WEEK)
        return next((at for at in ahead if not self.has(member, at)), moment + A_WEEK)

    def next_move(self, moment: datetime) -> datetime | None:
        """When somebody's watch next begins or ends."""
        now = self.on_at(moment)
        ahead = quarters(quarter_of(moment) + QUARTER, moment + MOVES_WITHIN)
        return next((at for at in ahead if self.on_at(at) != now), None)

    def carried(self, since: datetime, until: datetime) -> dict[int, float]:
        """How many hours each was on watch between two moments; who was not is not there."""
        count = Counter(member for at in quarters(since, until) for member in self.on_at(at))
        return {member: number / 4 for member, number in count.items()}

    def is_bare(self, since: datetime, until: datetime) -> bool:
        """Whether nobody is on watch for some of the time between two moments."""
        return any(not self.on_at(at) for at in quarters(since, until))


def hour_of(moment: datetime) -> datetime:
    """When the hour of UTC of this moment began."""
    return moment.replace(minute=0, second=0, microsecond=0)


def quarter_of(moment: datetime) -> datetime:
    """When the quarter of an hour of this moment began."""
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)


def quarters(since: datetime, until: datetime) -> Iterator[datetime]:
    """The beginnings of the quarters of an hour from one moment on, before another."""
    at = quarter_of(since)
    while at < until:
        yield at
        at += QUARTER


def spans(hours: Iterable[Hour]) -> list[Span]:
    """The hours that want somebody; those in a row that want equally many are one."""
    found: list[Span] = []
    for hour in hours:
        last = found[-1] if found else None
        if last and last.ends_at == hour.starts_at and last.wanted == hour.wanted:
            found[-1] = Span(last.starts_at, hour.ends_at, hour.wanted)
        elif hour.wanted:
            found.append(Span(hour.starts_at, hour.ends_at, hour.wanted))
    return found


def night_of(evening: date, zone: str) -> tuple[datetime, datetime]:
    """When the night after the evening of a day begins and ends in a zone."""
    after = evening + timedelta(days=1)
    return local_moment(evening, NIGHT_FROM, zone), local_moment(after, NIGHT_TO, zone)


def next_evening(moment: datetime, zone: str) -> date:
    """The next day whose evening hour has not come yet in a zone."""
    today = moment.astimezone(ZoneInfo(zone)).date()
    is_over = local_moment(today, ASKED_AT, zone) <= moment
    return today + timedelta(days=int(is_over))


@dataclass(frozen=True, slots=True)
class Person:
    """A member who may be proposed for hours: their zone, and what they carried lately."""

    member: int
    zone: str
    carried: int

    def is_awake(self, starts_at: datetime) -> bool:
        """Whether an hour is by day for them."""
        local = starts_at.astimezone(ZoneInfo(self.zone)).time()
        return NIGHT_TO <= local < NIGHT_FROM


def propose(hours: Sequence[Hour], people: Sequence[Person]) -> dict[datetime, list[int]]:
    """Who might fairly take which of these hours: whoever carried least, by day before by night.

    Nobody is asked for more than their share of what is missing; up to that, for hours in a row.
    """
    share = ceil(sum(hour.wanted for hour in hours) / len(people)) if people else 0
    asked: dict[datetime, list[int]] = {hour.starts_at: [] for hour in hours if hour.wanted}
    given: Counter[int] = Counter()
    for is_day in (True, False):
        for hour in hours:
            able = [one for one in people if one.is_awake(hour.starts_at) is is_day]
            _fill(hour, able, asked, given, share)
    return {starts_at: members for starts_at, members in asked.items() if members}


def _fill(
    hour: Hour,
    able: Sequence[Person],
    asked: dict[datetime, list[int]],
    given: Counter[int],
    share: int,
) -> None:
    """Give the seats of one hour that are left to whoever would then have carried least."""
    there = asked.get(hour.starts_at, [])
    free = [one for one in able if one.member not in {*hour.members, *there}]
    free = [one for one in free if given[one.member] < share]
    before = asked.get(hour.starts_at - HOUR, [])
    load = {one.member: one.carried + given[one.member] for one in free}
    free.sort(key=lambda one: (one.member not in before, load[one.member], one.member))
    for one in free[: max(hour.wanted - len(there), 0)]:
        there.append(one.member)
        given[one.member] += 1
