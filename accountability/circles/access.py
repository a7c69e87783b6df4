"""The doors of circles: nobody gets one of these objects in another way.

A door answers None alike for what is not there and for what is not theirs.
"""

import hashlib
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, exists, not_, select
from sqlalchemy.orm import aliased, joinedload

from accountability.accounts.models import Account
from accountability.circles.models import (
    FORGOTTEN_AFTER,
    REPORTABLE_FOR,
    YES_LASTS,
    Answer,
    Circle,
    Departure,
    Invitation,
    Member,
    Message,
    Newcomer,
)
from accountability.circles.offers import HandoverOffer
from accountability.core import clock, reading
from accountability.core.extensions import db

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@cache
def _mine() -> Select[Member]:
    query = select(Member).join(Member.circle).join(Member.account).order_by(Member.id)
    return query.where(
        Member.account_id == bindparam("account"),
        Member.left_at.is_(None),
        Circle.closed_at.is_(None),
        Account.active,
    )


def my_members(account_id: int) -> list[Member]:
    """Who this account is, in each circle it belongs to now, the oldest first."""
    return list(db.session.scalars(_mine(), {"account": account_id}))


def among_friends(account_id: int) -> list[Member]:
    """The same, with the people of those circles read at once: to ask who else is there."""
    people = _mine().options(joinedload(Member.circle).selectinload(Circle.everyone))
    return list(db.session.scalars(people, {"account": account_id}))


@cache
def _member_of() -> Select[Member]:
    query = select(Member).join(Member.circle).where(Circle.public_id == bindparam("circle"))
    return query.where(Member.account_id == bindparam("account"), Member.left_at.is_(None))


def member_of(account_id: int, circle_id: str) -> Member | None:
    """Who this account is in this circle now."""
    member = db.session.scalar(_member_of(), {"account": account_id, "circle": circle_id})
    return member if member is not None and member.belongs else None


@cache
def _others() -> Select[int]:
    query = select(Member.id).where(Member.circle_id == bindparam("circle"))
    return query.where(Member.left_at.is_(None), Member.id != bindparam("me")).limit(1)


def has_friends(member: Member) -> bool:
    """Whether anybody else is in the circle; `not member.is_alone`, without loading them."""
    return db.session.scalar(_others(), {"circle": member.circle_id, "me": member.id}) is not None


def to_forget() -> list[Circle]:
    """The circles that closed so long ago that their words are to go, and are still there."""
    due = Circle.closed_at < clock.now() - FORGOTTEN_AFTER
    query = select(Circle).where(due, Circle.words_forgotten_at.is_(None))
    return list(db.session.scalars(query))


def default_member(account_id: int) -> Member | None:
    """Who this account is where its big button calls.

    One in which somebody would hear; of these the one chosen last, and without a choice the oldest.
    """

    def rank(member: Member) -> tuple[bool, datetime, int]:
        return not member.is_alone, member.chosen_at or LONG_AGO, -member.id

    return max(among_friends(account_id), key=rank, default=None)


def other_member(account_id: int, member_id: str) -> tuple[Member, Member] | None:
    """The viewer and a member of one and the same circle; both may be the same."""
    other = db.session.scalar(select(Member).where(Member.public_id == member_id))
    if other is None or not other.belongs:
        return None
    viewer = member_of(account_id, other.circle.public_id)
    return (viewer, other) if viewer else None


def message_for(account_id: int, message_id: str) -> tuple[Member, Message] | None:
    """The viewer and a message that they may see: theirs to read, and said after they joined."""
    found = message_to_report(account_id, message_id)
    return found if found is not None and found[1].deleted_at is None else None


def message_to_report(account_id: int, message_id: str) -> tuple[Member, Message] | None:
    """Like `message_for`, and what was taken away a short while ago: never to be shown."""
    message = db.session.scalar(select(Message).where(Message.public_id == message_id))
    if message is None or was_long_ago(message.deleted_at):
        return None
    viewer = member_of(account_id, message.circle.public_id)
    if viewer is None:
        return None
    first = reading.first_of(message.circle.stream_id, "message", message.public_id)
    return (viewer, message) if first is not None and first > viewer.since_seq else None


def was_long_ago(taken_at: datetime | None) -> bool:
    """Whether something was taken away so long ago that nobody can report it any more."""
    return taken_at is not None and taken_at <= clock.now() - REPORTABLE_FOR


def newcomer_for(account_id: int, newcomer_id: str) -> Newcomer | None:
    """A wish to join, for the person who has it."""
    query = select(Newcomer).where(
        Newcomer.public_id == newcomer_id, Newcomer.account_id == account_id
    )
    newcomer = db.session.scalar(query)
    return newcomer if newcomer is not None and newcomer.circle.closed_at is None else None


def waiting_at(circle: Circle) -> list[Newcomer]:
    """The newcomers whom nobody has answered, the first one first."""
    query = select(Newcomer).where(Newcomer.circle_id == circle.id, Newcomer.answer.is_(None))
    return list(db.session.scalars(query.order_by(Newcomer.id)))


def standing_wish(account_id: int, circle: Circle) -> Newcomer | None:
    """The wish of this account that waits for an answer here, or for its coming in after a yes."""
    query = (
        select(Newcomer)
        .where(Newcomer.circle_id == circle.id, Newcomer.account_id == account_id)
        .where(Newcomer.joined_at.is_(None))
        .where(Newcomer.answer.is_distinct_from(Answer.DECLINED))
    )
    return next(iter(not_void(query)), None)


def welcomed_at(circle: Circle) -> list[Newcomer]:
    """The newcomers who have a yes that still holds and have not come in, the first one first."""
    query = select(Newcomer).where(
        Newcomer.circle_id == circle.id,
        Newcomer.answer == Answer.WELCOMED,
        Newcomer.joined_at.is_(None),
    )
    return not_void(query)


def _keeps_still(member: Member | None) -> bool:
    return member is not None and member.belongs and member.keeps


def _holds_no_more(wish: Newcomer) -> bool:
    """Whether a yes is old, or those who gave it keep the room no more."""
    if wish.answer is not Answer.WELCOMED or wish.answered_at is None:
        return False
    if wish.answered_at <= clock.now() - YES_LASTS:
        return True
    vouch = (wish.answered_by, wish.invitation.member)
    return not all(map(_keeps_still, vouch))


def _was_removed_since() -> ColumnElement[bool]:
    gone = aliased(Member)
    return (
        exists()
        .where(gone.circle_id == Newcomer.circle_id, gone.account_id == Newcomer.account_id)
        .where(gone.departure.in_([Departure.REMOVED, Departure.BANNED]))
        .where(Newcomer.answer == Answer.WELCOMED, gone.left_at >= Newcomer.answered_at)
    )


def is_void(wish: Newcomer) -> bool:
    """Whether a yes holds no longer: `_holds_no_more`, or its newcomer was removed since."""
    removed = select(Newcomer.id).where(Newcomer.id == wish.id, _was_removed_since())
    return _holds_no_more(wish) or db.session.scalars(removed).first() is not None


def not_void(wishes: Select[Newcomer]) -> list[Newcomer]:
    """Those of these wishes that are not void, the first one first."""
    query = wishes.where(not_(_was_removed_since())).order_by(Newcomer.id)
    return [wish for wish in db.session.scalars(query) if not _holds_no_more(wish)]


def keeper_and_newcomer(account_id: int, newcomer_id: str) -> tuple[Member, Newcomer] | None:
    """The viewer, who may welcome, and somebody who used an invitation to their circle."""
    newcomer = db.session.scalar(select(Newcomer).where(Newcomer.public_id == newcomer_id))
    if newcomer is None:
        return None
    viewer = member_of(account_id, newcomer.circle.public_id)
    return (viewer, newcomer) if viewer is not None and viewer.keeps else None


def last_here(circle: Circle, account_id: int) -> Member | None:
    """Who this account is in the circle, or was when it was last there."""
    query = select(Member).where(Member.circle_id == circle.id, Member.account_id == account_id)
    return db.session.scalars(query.order_by(Member.id.desc())).first()


def unended_offer(circle: Circle) -> HandoverOffer | None:
    """The offer of this circle that nothing has ended yet; there is one at most."""
    query = select(HandoverOffer).where(
        HandoverOffer.circle_id == circle.id, HandoverOffer.ended_at.is_(None)
    )
    return db.session.scalar(query)


def member_and_offer(account_id: int, offer_id: str) -> tuple[Member, HandoverOffer] | None:
    """The viewer and an offer that the viewer made, or that was made to the viewer."""
    offer = db.session.scalar(select(HandoverOffer).where(HandoverOffer.public_id == offer_id))
    if offer is None:
        return None
    viewer = member_of(account_id, offer.circle.public_id)
    return (viewer, offer) if viewer and viewer.id in {offer.by_id, offer.to_id} else None


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
