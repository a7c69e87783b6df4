"""How an alert that nobody answers is handed on: pure rules, from facts to the next step.

Time counts from when its author was last left alone: by the press, by a friend who went or fell
silent, or by saying so. One friend is asked by name at a step: a crowd that is asked helps less.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

TAKE_BACK = timedelta(seconds=5)  # until then the press may have been a slip of the thumb
RING_AFTER = timedelta(seconds=30)
RARELY = timedelta(hours=1)
NEXT_BOUNDS = (timedelta(seconds=30), timedelta(minutes=3))
EVERYONE_BOUNDS = (timedelta(minutes=1), timedelta(minutes=10))


class StepKind(StrEnum):
    """What a step does. All but `ring` ask somebody or everybody who hears the alert."""

    FIRST = "first"
    RING = "ring"
    NEXT = "next"
    EVERYONE = "everyone"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Pace:
    """How soon a circle asks the next friend, and then everyone, each from the beginning."""

    next_after: timedelta = timedelta(seconds=60)
    everyone_after: timedelta = timedelta(seconds=120)

    def __post_init__(self) -> None:
        """Raise ValueError for a pace that leaves somebody alone too long, or asks too fast."""
        least, most = NEXT_BOUNDS
        if not least <= self.next_after <= most:
            raise ValueError("the next friend is asked after 30 seconds to 3 minutes")
        least, most = EVERYONE_BOUNDS
        if not max(least, self.next_after) <= self.everyone_after <= most:
            raise ValueError("everyone is asked after 1 to 10 minutes, and not before the next")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of one round."""

    number: int
    kind: StepKind
    at: datetime


@dataclass(frozen=True, slots=True)
class Hearer:
    """A friend who hears the alert, as far as asking by name goes."""

    member_id: int
    is_first_friend: bool = False
    is_on_watch: bool = False
    has_declined: bool = False
    carried: int = 0


USUAL = Pace()
KINDS = (StepKind.FIRST, StepKind.RING, StepKind.NEXT, StepKind.EVERYONE)
AGAIN_AFTER = tuple(timedelta(minutes=minutes) for minutes in (5, 10, 20, 40))  # after everyone


def _after(number: int, pace: Pace) -> timedelta:
    """How long after a press."""
    early = (TAKE_BACK, RING_AFTER, pace.next_after, pace.everyone_after)
    if number < len(early):
        return early[number]
    later = number - len(early)
    if later < len(AGAIN_AFTER):
        return pace.everyone_after + AGAIN_AFTER[later]
    return pace.everyone_after + AGAIN_AFTER[-1] + (later - len(AGAIN_AFTER) + 1) * RARELY


def kind_of(number: int) -> StepKind:
    """What the step of this number does, in any round."""
    return KINDS[number] if number < len(KINDS) else StepKind.AGAIN


def step(
    number: int, since: datetime, pace: Pace = USUAL, *, is_press: bool = True, first: int = 0
) -> Step:
    """The step of this number of the round that began then with its `first`; they have no end.

    Only a press leaves time to take it back: every other round makes its first at once. One that
    opens again what had begun to be handed on begins as late as any press, wherever that is.
    """
    passed = _after(first, pace) - (TAKE_BACK if is_press else timedelta(0))
    return Step(number, kind_of(number), since + _after(number, pace) - passed)


def first_of_round(made: Collection[int], *, is_call: bool = False) -> int:
    """Where a round begins, by the steps that were made since the ladder last began.

    It goes on where the last one ended, and asks somebody at once: who comes and goes can neither
    keep it at its beginning, nor bring it to where it asks but seldom. Nor does its author keep it
    there by asking again and again: the ladder begins anew only once everyone was asked.
    """
    if not made or (is_call and max(made) >= KINDS.index(StepKind.EVERYONE)):
        return 0
    return min(max(max(made) + 1, KINDS.index(StepKind.NEXT)), len(KINDS))


def order(hearers: Iterable[Hearer]) -> list[int]:
    """In which order friends are asked by name.

    Whom the author chose; who agreed to be rung now; who has carried least. Who said that they
    cannot keeps their place: by whom it skips, an order would tell who said so.
    """
    ranked = sorted(
        hearers,
        key=lambda one: (
            not one.is_first_friend,
            not one.is_on_watch,
            one.carried,
            one.member_id,
        ),
    )
    return [one.member_id for one in ranked]


def named(kind: StepKind, hearers: Iterable[Hearer], asked: Collection[int]) -> int | None:
    """Whom this step asks by name: the next who was not asked since the author asked, or the first.

    A ring and a call to everyone name nobody.
    """
    if kind in (StepKind.RING, StepKind.EVERYONE):
        return None
    ranked = order(hearers)
    fresh = [one for one in ranked if one not in asked]
    return next(iter(fresh or ranked), None)


def stands_in(member_id: int | None, hearers: Collection[Hearer]) -> int | None:
    """Who is rung for whom a step names: they themselves, or the next in order who can.

    No card says so. Nobody is rung for a step that names nobody, or where nobody can.
    """
    ranked = order(hearers)
    if member_id not in ranked:
        return None
    at = ranked.index(member_id)
    unable = {one.member_id for one in hearers if one.has_declined}
    return next((one for one in ranked[at:] + ranked[:at] if one not in unable), None)
