"""The verbs of handing a circle over: offered, then taken, declined or taken back.

`services` hands them on. Nobody becomes the host without a yes, for a host cannot just
leave; only when staff remove a host does the next keeper or friend follow.
"""

from flask_babel import gettext as _

from accountability.circles import access
from accountability.circles.events import HandedOver, HandoverOffered, OfferEnded
from accountability.circles.models import Circle, Member, Role
from accountability.circles.offers import HandoverOffer, QuestionEnd
from accountability.circles.rules import only_host, still_friends, still_open
from accountability.core.change import change
from accountability.core.errors import Refused
from accountability.core.extensions import db


def _only_offer(circle: Circle) -> None:
    """Refused while somebody is asked; what is void already ends for good."""
    standing = access.unended_offer(circle)
    if standing is None:
        return
    if standing.is_open:
        name = standing.to.name
        raise Refused(_("You asked %(name)s already. Take that back first.", name=name))
    standing.finish(QuestionEnd.VOID)
    db.session.flush()


def offer_handover(member: Member, other: Member) -> HandoverOffer:
    """Ask another member to be the host. Nothing changes until they say yes."""
    with change(member.circle.stream, by=member) as announce:
        only_host(member)
        still_friends(member, other)
        _only_offer(member.circle)
        offer = HandoverOffer(circle=member.circle, by=member, to=other)
        db.session.add(offer)
        announce(HandoverOffered(offer))
    return offer


def accept_offer(member: Member, offer: HandoverOffer) -> HandoverOffer:
    """Say yes: exchange roles with the host, and be the host from now on."""
    with change(member.circle.stream, by=member) as announce:
        still_open(member, offer.to_id, offer)
        host = offer.by
        offer.finish(QuestionEnd.TAKEN)
        host.role, member.role = member.role, Role.HOST
        announce(OfferEnded(offer))
        announce(HandedOver(host, member))
    return offer


def _end_unanswered(member: Member, asked_id: int, offer: HandoverOffer, end: QuestionEnd) -> None:
    with change(member.circle.stream, by=member) as announce:
        still_open(member, asked_id, offer)
        offer.finish(end)
        announce(OfferEnded(offer))


def decline_offer(member: Member, offer: HandoverOffer) -> HandoverOffer:
    """Say no: everything stays as it is."""
    _end_unanswered(member, offer.to_id, offer, QuestionEnd.DECLINED)
    return offer


def withdraw_offer(member: Member, offer: HandoverOffer) -> HandoverOffer:
    """Take the question back, as long as nobody has said yes."""
    _end_unanswered(member, offer.by_id, offer, QuestionEnd.WITHDRAWN)
    return offer
