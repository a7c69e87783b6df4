"""What ends by itself in a circle when something else becomes true."""

from collections.abc import Iterable

from accountability.circles import access
from accountability.circles.events import CircleClosed, MemberChanged, MemberLeft, OfferEnded
from accountability.circles.models import Circle, Member
from accountability.circles.offers import QuestionEnd
from accountability.core import cards


def _end_offer(circle: Circle, member: Member | None) -> Iterable[OfferEnded]:
    offer = access.unended_offer(circle)
    if offer is not None and (member is None or member.id in {offer.by_id, offer.to_id}):
        offer.finish(QuestionEnd.VOID)
        yield OfferEnded(offer)


@cards.before_commit(MemberLeft)
def end_offer_of_gone(event: MemberLeft) -> Iterable[OfferEnded]:
    """Whoever left neither hands the circle over nor takes it."""
    return _end_offer(event.member.circle, event.member)


@cards.before_commit(MemberChanged)
def end_offer_of_other_role(event: MemberChanged) -> Iterable[OfferEnded]:
    """What was offered was to exchange the roles they had then."""
    return _end_offer(event.member.circle, event.member) if event.role is not None else []


@cards.before_commit(CircleClosed)
def end_offer_of_closed(event: CircleClosed) -> Iterable[OfferEnded]:
    """There is nothing left to hand over."""
    return _end_offer(event.circle, None)
