"""The calm picture of days: pure, from dates alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

WEEKS = 16
WEEK = timedelta(days=7)
DEEPER_AFTER = (3, 7, 14, 30)


@dataclass(frozen=True, slots=True)
class Day:
    """One square: its day, and `before`, `slip`, or `kept-1` to `kept-5`, deeper with the run."""

    on: date
    state: str


def _kept(run: int) -> str:
    return f"kept-{1 + sum(run > least for least in DEEPER_AFTER)}"


def weeks(started_on: date, slips: Iterable[date], today: date) -> list[list[Day | None]]:
    """The last sixteen weeks, Monday first, oldest first; None for days after today."""
    slipped = set(slips)
    monday = today - timedelta(days=today.weekday())
    first = monday - WEEK * (WEEKS - 1)
    run = max((first - max([started_on, *[day for day in slipped if day < first]])).days, 0)
    squares: list[Day | None] = []
    for offset in range(WEEKS * 7):
        day = first + timedelta(days=offset)
        run = 0 if day in slipped or day < started_on else run + 1
        state = "slip" if day in slipped else "before" if day < started_on else _kept(run)
        squares.append(Day(day, state) if day <= today else None)
    return [squares[start : start + 7] for start in range(0, len(squares), 7)]
