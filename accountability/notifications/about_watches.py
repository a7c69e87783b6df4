"""Who is told what of a watch, inside the transaction that makes it true."""

from collections.abc import Iterable

from accountability.circles.models import Circle
from accountability.circles.offers import QuestionEnd
from accountability.core import cards
from accountability.notifications.events import NewsRead, Notified
from accountability.notifications.services import take_down, tell
from accountability.notifications.tidings import tidings
from accountability.watches.events import NightIsBare, SwapAsked, SwapEnded

ANSWERS = {QuestionEnd.TAKEN: "swap_taken", QuestionEnd.DECLINED: "swap_declined"}


def _watch(circle: Circle) -> str:
    return f"/circles/{circle.public_id}/watch"


@cards.before_commit(NightIsBare)
def tell_of_night(event: NightIsBare) -> Iterable[Notified]:
    """A member hears once that somebody is wanted for the coming night."""
    circle = event.member.circle
    account, place = event.member.account, _watch(circle)
    return tell(tidings(account, "night_is_bare", place, circle=circle.name))


@cards.before_commit(SwapAsked)
def tell_asked_for_hour(event: SwapAsked) -> Iterable[Notified]:
    """A friend hears that they are asked for an hour."""
    swap = event.swap
    names = {"name": swap.by.name, "circle": swap.circle.name}
    return tell(tidings(swap.to.account, "swap_asked", _watch(swap.circle), **names))


@cards.before_commit(SwapEnded)
def take_question_down(event: SwapEnded) -> Iterable[NewsRead]:
    """A question that was taken back is no news any more."""
    swap = event.swap
    if swap.end is QuestionEnd.WITHDRAWN:
        names = {"name": swap.by.name, "circle": swap.circle.name}
        yield from take_down(tidings(swap.to.account, "swap_asked", _watch(swap.circle), **names))


@cards.before_commit(SwapEnded)
def tell_of_answer(event: SwapEnded) -> Iterable[Notified]:
    """Whoever asked hears of a yes, for they may sleep then, and of a no."""
    swap = event.swap
    kind = ANSWERS.get(swap.end) if swap.end else None
    if kind is not None:
        names = {"name": swap.to.name, "circle": swap.circle.name}
        yield from tell(tidings(swap.by.account, kind, _watch(swap.circle), **names))
