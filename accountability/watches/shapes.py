"""The cards of watches: who is on watch in a circle, and what a friend asks."""

from collections.abc import Iterable

from accountability.circles.events import CircleStarted, MemberChanged, MemberLeft
from accountability.circles.models import Circle
from accountability.core import cards, clock
from accountability.core.cards import Card, Shape
from accountability.watches import access
from accountability.watches.events import (
    EveningsChosen,
    HourGivenBack,
    HoursOffered,
    HourTaken,
    SwapAsked,
    SwapEnded,
    WatchMoved,
)
from accountability.watches.models import Swap
from accountability.watches.watching import spans


def watch_shape(circle: Circle) -> Shape:
    """Who is on watch now and until when, and the hours of the next day that want somebody."""
    now, watch = clock.now(), access.watch_of(circle)
    there = watch.on_at(now)
    return {
        "id": circle.public_id,
        "on": [
            {
                "by": member.public_id,
                "name": member.name,
                "hue": member.hue,
                "until": watch.until(member.id, now).isoformat(),
            }
            for member in circle.members
            if member.id in there
        ],
        "open": [
            {
                "from": span.starts_at.isoformat(),
                "to": span.ends_at.isoformat(),
                "wanted": span.wanted,
            }
            for span in spans(watch.hours(now))
        ],
    }


def swap_shape(swap: Swap) -> Shape:
    """What a friend asks."""
    in_return = swap.in_return_at
    return {
        "id": swap.public_id,
        "circle": swap.circle.public_id,
        "by": swap.by.public_id,
        "name": swap.by.name,
        "at": swap.starts_at.isoformat(),
        "in_return_at": in_return.isoformat() if in_return else None,
        "state": swap.state,
    }


WATCH = cards.kind(
    "watch",
    Circle,
    "watches/_watch.html",
    shape=watch_shape,
    streams=lambda circle: [circle.stream_id],
    standing=True,
)

# Only whoever is asked sees it; once it has ended it is gone, whatever the answer was.
SWAP = cards.kind(
    "swap",
    Swap,
    "watches/_swap.html",
    shape=swap_shape,
    streams=lambda swap: [swap.to.account.stream_id],
    is_gone=lambda swap: not swap.is_open,
)


@cards.changed_by(CircleStarted, WatchMoved)
def show_watch(event: CircleStarted | WatchMoved) -> Iterable[Card]:
    """A circle begins with nobody on watch; later, somebody's hours begin and end."""
    return [WATCH(event.circle)]


@cards.changed_by(HoursOffered, MemberLeft)
def show_other_hours(event: HoursOffered | MemberLeft) -> Iterable[Card]:
    """A member's hours are others, or nobody's."""
    return [WATCH(event.member.circle)]


@cards.changed_by(MemberChanged)
def show_other_name(event: MemberChanged) -> Iterable[Card]:
    """Whoever is on watch may be called something else now."""
    return [WATCH(event.member.circle)] if event.was is not None else []


@cards.changed_by(HourTaken, HourGivenBack)
def show_hour(event: HourTaken | HourGivenBack) -> Iterable[Card]:
    """One hour is covered, or no longer."""
    return [WATCH(event.hour.member.circle)]


@cards.changed_by(SwapAsked)
def show_swap(event: SwapAsked) -> Iterable[Card]:
    """A friend is asked."""
    return [SWAP(event.swap)]


@cards.changed_by(SwapEnded)
def show_end_of_swap(event: SwapEnded) -> Iterable[Card]:
    """The question is gone; with a yes the hours are others."""
    return [SWAP(event.swap), WATCH(event.swap.circle)]


@cards.changed_by(EveningsChosen)
def show_nothing(_event: EveningsChosen) -> Iterable[Card]:
    """A choice is for who made it."""
    return []
