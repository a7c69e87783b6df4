"""Counting days: pure arithmetic over calendar days, never over hours.

A day is kept when it is over and nothing was logged on it; so day one of a journey is the day after
its start.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

MILESTONES = (1, 3, 7, 14, 30, 60, 90)


@dataclass(frozen=True, slots=True)
class Streak:
    """`days` kept in a row until today, `best` row so far, `total` days kept in all; whole days."""

    days: int
    best: int
    total: int
    since: date

    @property
    def next_milestone(self) -> int | None:
        """The length that is worth marking next; None beyond the last."""
        return next((length for length in MILESTONES if length > self.days), None)

    @property
    def fraction(self) -> float:
        """How far between the last milestone and the next, from 0 to 1; full on the day of one."""
        if self.next_milestone is None or self.days in MILESTONES:
            return 1.0
        last = max((length for length in MILESTONES if length <= self.days), default=0)
        return (self.days - last) / (self.next_milestone - last)


def streak(started_on: date, slips: Iterable[date], today: date) -> Streak:
    """Count a journey: days from its start, or from its last slip, until today.

    Slips before the start or after today do not count. A slip's own day is not kept; a streak never
    goes below zero.
    """
    days = sorted({day for day in slips if started_on <= day <= today})
    starts, ends = [started_on, *days], [*days, today]
    runs = [max((end - start).days, 0) for start, end in zip(starts, ends, strict=True)]
    over = [day for day in days if day < today]
    return Streak(
        days=runs[-1],
        best=max(runs),
        total=max((today - started_on).days - len(over), 0),
        since=starts[-1],
    )


def reached(days: int) -> list[int]:
    """The milestones that a streak of so many days has reached, shortest first."""
    return [length for length in MILESTONES if length <= days]


def rough(days: int) -> str:
    """A streak told roughly, as a word for the page to translate: no number can be read off it."""
    steps = ((90, "months"), (30, "month"), (14, "weeks"), (7, "week"), (1, "days"))
    return next((word for least, word in steps if days >= least), "begun")
