"""The cards of circles: the circle itself, a message, a newcomer. A member's is in streaks."""

from collections.abc import Iterable

from sqlalchemy import select

from accountability.circles import access
from accountability.circles.events import (
    CircleChanged,
    CircleClosed,
    CircleStarted,
    DefaultChosen,
    HandedOver,
    HandoverOffered,
    InvitationMade,
    InvitationRevoked,
    MemberChanged,
    MemberJoined,
    MemberLeft,
    MessageDeleted,
    MessagePosted,
    NewcomerAsked,
    NewcomerAskedAgain,
    NewcomerDeclined,
    NewcomerWelcomed,
    OfferEnded,
)
from accountability.circles.models import Circle, Member, Message, Newcomer
from accountability.circles.offers import HandoverOffer
from accountability.core import cards
from accountability.core.cards import Card, Shape


def _circle(circle: Circle) -> Shape:
    return {
        "id": circle.public_id,
        "name": circle.name,
        "agreement": circle.agreement,
        "size": circle.size,
    }


def _message(message: Message) -> Shape:
    return {
        "id": message.public_id,
        "by": message.member.public_id,
        "name": message.member.name,
        "text": message.text,
        "at": message.posted_at.isoformat(),
    }


def _newcomer(newcomer: Newcomer) -> Shape:
    return {
        "id": newcomer.public_id,
        "circle": newcomer.circle.public_id,
        "name": newcomer.name,
        "state": newcomer.state,
    }


def _offer(offer: HandoverOffer) -> Shape:
    return {
        "id": offer.public_id,
        "circle": offer.circle.public_id,
        "by": offer.by.public_id,
        "name": offer.by.name,
        "state": offer.state,
    }


CIRCLE = cards.kind(
    "circle",
    Circle,
    "circles/_circle.html",
    shape=_circle,
    streams=lambda circle: [circle.stream_id],
    standing=True,
)

MESSAGE = cards.kind(
    "message",
    Message,
    "circles/_message.html",
    shape=_message,
    streams=lambda message: [message.circle.stream_id],
    is_gone=lambda message: message.deleted_at is not None,
    authors=lambda: (
        select(Message.public_id, Member.account_id)
        .join(Message.member)
        .where(Message.deleted_at.is_(None))
    ),
)

# Answered, it is gone for everyone: who kept the room once learns nothing more by an old card.
NEWCOMER = cards.kind(
    "newcomer",
    Newcomer,
    "circles/_newcomer.html",
    shape=_newcomer,
    streams=lambda newcomer: [keeper.account.stream_id for keeper in newcomer.circle.keepers],
    is_gone=lambda newcomer: newcomer.state != "waiting" or newcomer.circle.closed_at is not None,
    moves=True,
)


# Only whoever is asked sees it; once it has ended it is gone, whatever the answer was.
OFFER = cards.kind(
    "offer",
    HandoverOffer,
    "circles/_offer.html",
    shape=_offer,
    streams=lambda offer: [offer.to.account.stream_id],
    is_gone=lambda offer: not offer.is_open,
)


@cards.changed_by(CircleStarted, CircleChanged, CircleClosed)
def show_circle(event: CircleStarted | CircleChanged | CircleClosed) -> Iterable[Card]:
    """The circle has another name, size or agreement, or it ended."""
    return [CIRCLE(event.circle)]


@cards.changed_by(MessagePosted, MessageDeleted)
def show_message(event: MessagePosted | MessageDeleted) -> Iterable[Card]:
    """Words came or went."""
    return [MESSAGE(event.message)]


@cards.changed_by(NewcomerAsked, NewcomerWelcomed, NewcomerDeclined, MemberJoined)
def show_newcomer(
    event: NewcomerAsked | NewcomerWelcomed | NewcomerDeclined | MemberJoined,
) -> Iterable[Card]:
    """Somebody waits for a yes, or no longer does."""
    return [NEWCOMER(event.newcomer)]


@cards.changed_by(MemberChanged)
def show_who_waits(event: MemberChanged) -> Iterable[Card]:
    """Another role may make a keeper, who has not seen yet who waits, or end one."""
    return _waiting_for(event.member) if event.role is not None else []


def _waiting_for(member: Member) -> Iterable[Card]:
    """Who waits, as it comes to a keeper's screen, or leaves it with the role."""
    waiting = access.waiting_at(member.circle)
    if member.keeps:
        return [NEWCOMER(newcomer) for newcomer in waiting]
    return [Card(NEWCOMER, newcomer, (member.account.stream_id,)) for newcomer in waiting]


@cards.changed_by(MemberLeft)
def hide_who_waits(event: MemberLeft) -> Iterable[Card]:
    """Whoever kept the room and is gone sees no more who waits there."""
    return _waiting_for(event.member)


@cards.changed_by(HandedOver)
def show_host_who_waits(event: HandedOver) -> Iterable[Card]:
    """The host may not have seen yet who waits; who was it sees it only as a moderator."""
    return [*_waiting_for(event.new), *_waiting_for(event.old)]


@cards.changed_by(HandoverOffered, OfferEnded)
def show_offer(event: HandoverOffered | OfferEnded) -> Iterable[Card]:
    """Somebody is asked to be the host, or no longer is."""
    return [OFFER(event.offer)]


@cards.changed_by(InvitationMade, InvitationRevoked, DefaultChosen, NewcomerAskedAgain)
def show_nothing(_event: object) -> Iterable[Card]:
    """Links are for who holds them, a choice for who made it, a second wish is the first."""
    return []
