"""The doors of circles: nobody gets one of these objects in another way.

A door answers None alike for what is not there and for what is not theirs.
"""

import hashlib
from datetime import UTC, datetime

from sqlalchemy import select

from accountability.accounts.models import Account
from accountability.circles.models import (
    FORGOTTEN_AFTER,
    Circle,
    Invitation,
    Member,
    Message,
    Newcomer,
)
from accountability.core import clock, reading
from accountability.core.extensions import db

LONG_AGO = datetime.min.replace(tzinfo=UTC)


def my_members(account_id: int) -> list[Member]:
    """Who this account is, in each circle it belongs to now, the oldest first."""
    query = (
        select(Member)
        .join(Member.circle)
        .join(Member.account)
        .where(Member.account_id == account_id, Member.left_at.is_(None))
        .where(Circle.closed_at.is_(None), Account.active)
        .order_by(Member.id)
    )
    return list(db.session.scalars(query))


def member_of(account_id: int, circle_id: str) -> Member | None:
    """Who this account is in this circle now."""
    query = (
        select(Member)
        .join(Member.circle)
        .where(Circle.public_id == circle_id)
        .where(Member.account_id == account_id, Member.left_at.is_(None))
    )
    member = db.session.scalar(query)
    return member if member is not None and member.belongs else None


def to_forget() -> list[Circle]:
    """The circles that closed so long ago that their words are to go."""
    query = select(Circle).where(Circle.closed_at < clock.now() - FORGOTTEN_AFTER)
    return list(db.session.scalars(query))


def default_member(account_id: int) -> Member | None:
    """Who this account is where its big button calls: the circle chosen last, or the oldest."""
    mine = my_members(account_id)
    return max(mine, key=lambda member: (member.chosen_at or LONG_AGO, -member.id), default=None)


def other_member(account_id: int, member_id: str) -> tuple[Member, Member] | None:
    """The viewer and a member of one and the same circle; both may be the same."""
    other = db.session.scalar(select(Member).where(Member.public_id == member_id))
    if other is None or not other.belongs:
        return None
    viewer = member_of(account_id, other.circle.public_id)
    return (viewer, other) if viewer else None


def message_for(account_id: int, message_id: str) -> tuple[Member, Message] | None:
    """The viewer and a message that they may see: theirs to read, and said after they joined."""
    message = db.session.scalar(select(Message).where(Message.public_id == message_id))
    if message is None or message.deleted_at is not None:
        return None
    viewer = member_of(account_id, message.circle.public_id)
    if viewer is None:
        return None
    first = reading.first_of(message.circle.stream_id, "message", message.public_id)
    return (viewer, message) if first is not None and first > viewer.since_seq else None


def newcomer_for(account_id: int, newcomer_id: str) -> Newcomer | None:
    """A wish to join, for the person who has it."""
    query = select(Newcomer).where(
        Newcomer.public_id == newcomer_id, Newcomer.account_id == account_id
    )
    newcomer = db.session.scalar(query)
    return newcomer if newcomer is not None and newcomer.circle.closed_at is None else None


def keeper_and_newcomer(account_id: int, newcomer_id: str) -> tuple[Member, Newcomer] | None:
    """The viewer, who may welcome, and somebody who used an invitation to their circle."""
    newcomer = db.session.scalar(select(Newcomer).where(Newcomer.public_id == newcomer_id))
    if newcomer is None:
        return None
    viewer = member_of(account_id, newcomer.circle.public_id)
    return (viewer, newcomer) if viewer is not None and viewer.keeps else None


def invitation_by_token(token: str) -> Invitation | None:
    """The invitation a link names, open or not."""
    return db.session.scalar(select(Invitation).where(Invitation.token_hash == hash_of(token)))


def keeper_and_invitation(account_id: int, invitation_id: str) -> tuple[Member, Invitation] | None:
    """The viewer, who may invite, and an invitation to their circle."""
    query = select(Invitation).where(Invitation.public_id == invitation_id)
    invitation = db.session.scalar(query)
    if invitation is None:
        return None
    viewer = member_of(account_id, invitation.circle.public_id)
    return (viewer, invitation) if viewer is not None and viewer.keeps else None


def hash_of(token: str) -> bytes:
    """What is stored of a link's secret: enough to know it again, not enough to use it."""
    return hashlib.sha256(token.encode()).digest()
