"""What becomes true about journeys."""

from dataclasses import dataclass

from accountability.circles.models import Member
from accountability.streaks.models import Cheer, Journey, Milestone, Slip


@dataclass(frozen=True, slots=True)
class JourneyBegun:
    """A member has set out, or set another first day. `was` is the streak in days before."""

    journey: Journey
    was: int | None


@dataclass(frozen=True, slots=True)
class SlipLogged:
    """A slip was logged; the streak began anew, nothing else was lost. `was` it so many days."""

    slip: Slip
    was: int


@dataclass(frozen=True, slots=True)
class DayTurned:
    """A new day began where its owner lives. `was` is the streak in days of the day before."""

    journey: Journey
    was: int


@dataclass(frozen=True, slots=True)
class MilestoneReached:
    """A streak length was reached for the first time."""

    milestone: Milestone


@dataclass(frozen=True, slots=True)
class MilestoneCheered:
    """A friend cheered a milestone."""

    cheer: Cheer
    milestone: Milestone


@dataclass(frozen=True, slots=True)
class SharingChosen:
    """A member chose how much of the streak a circle sees."""

    member: Member
