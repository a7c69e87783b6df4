"""What becomes true about watches."""

from dataclasses import dataclass
from datetime import date

from accountability.circles.models import Circle, Member
from accountability.watches.models import SingleHour, Swap


@dataclass(frozen=True, slots=True)
class HoursOffered:
    """A member offers other hours of the week than before, or none."""

    member: Member


@dataclass(frozen=True, slots=True)
class HourTaken:
    """A member took one hour."""

    hour: SingleHour


@dataclass(frozen=True, slots=True)
class HourGivenBack:
    """A member gave one hour back."""

    hour: SingleHour


@dataclass(frozen=True, slots=True)
class SwapAsked:
    """A member asked a friend to take an hour over, or to exchange it."""

    swap: Swap


@dataclass(frozen=True, slots=True)
class SwapEnded:
    """Nobody can say yes to it any more; `swap.end` says why."""

    swap: Swap


@dataclass(frozen=True, slots=True)
class EveningsChosen:
    """A member is asked in the evening when a night is bare, or no longer."""

    member: Member


@dataclass(frozen=True, slots=True)
class WatchMoved:
    """By time alone, or another zone, somebody's watch began or ended."""

    circle: Circle


@dataclass(frozen=True, slots=True)
class NightIsBare:
    """Nobody is on watch for some of the night that comes for this member."""

    member: Member
    evening: date
