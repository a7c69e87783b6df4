"""What can become true about circles, their members and their words."""

from dataclasses import dataclass

from accountability.circles.models import Circle, Invitation, Member, Message, Newcomer, Role
from accountability.circles.offers import HandoverOffer


@dataclass(frozen=True, slots=True)
class CircleStarted:
    """A circle began, with its host."""

    circle: Circle
    host: Member


@dataclass(frozen=True, slots=True)
class CircleChanged:
    """Its name, size or agreement is another."""

    circle: Circle


@dataclass(frozen=True, slots=True)
class CircleClosed:
    """A circle ended for everybody."""

    circle: Circle
    by: Member


@dataclass(frozen=True, slots=True)
class InvitationMade:
    """One more link may be used, once."""

    invitation: Invitation


@dataclass(frozen=True, slots=True)
class InvitationRevoked:
    """A link no longer opens anything."""

    invitation: Invitation


@dataclass(frozen=True, slots=True)
class NewcomerAsked:
    """Somebody used an invitation and awaits a yes."""

    newcomer: Newcomer


@dataclass(frozen=True, slots=True)
class NewcomerAskedAgain:
    """The same person asked by another invitation. It stays one wish; nobody hears of it."""

    newcomer: Newcomer


@dataclass(frozen=True, slots=True)
class NewcomerWelcomed:
    """A keeper said yes; the agreement is still to be accepted."""

    newcomer: Newcomer
    by: Member


@dataclass(frozen=True, slots=True)
class NewcomerDeclined:
    """A keeper said no."""

    newcomer: Newcomer
    by: Member


@dataclass(frozen=True, slots=True)
class MemberJoined:
    """A newcomer accepted the agreement and belongs from now on."""

    member: Member
    newcomer: Newcomer


@dataclass(frozen=True, slots=True)
class MemberLeft:
    """A member belongs no longer, in whatever way it came about."""

    member: Member


@dataclass(frozen=True, slots=True)
class MemberChanged:
    """A member's name is another than it `was`, or its role if `role` says so.

    `by` is whoever changed it.
    """

    member: Member
    by: Member
    role: Role | None = None
    was: str | None = None


@dataclass(frozen=True, slots=True)
class HandoverOffered:
    """The host asked another member to be the host."""

    offer: HandoverOffer


@dataclass(frozen=True, slots=True)
class OfferEnded:
    """Nobody can say yes to it any more; `offer.end` says why."""

    offer: HandoverOffer


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The host and another member exchanged their roles."""

    old: Member
    new: Member


@dataclass(frozen=True, slots=True)
class DefaultChosen:
    """A member's big button calls this circle first from now on."""

    member: Member


@dataclass(frozen=True, slots=True)
class MessagePosted:
    """A member said something to the circle."""

    message: Message


@dataclass(frozen=True, slots=True)
class MessageDeleted:
    """A member took their own words away."""

    message: Message
