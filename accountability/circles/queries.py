"""What the pages of circles show, read and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select

from accountability.circles import access, unread
from accountability.circles.models import Answer, Circle, Invitation, Member, Newcomer
from accountability.circles.offers import HandoverOffer
from accountability.circles.shapes import NEWCOMER, OFFER
from accountability.core import reading
from accountability.core.extensions import db
from accountability.core.reading import Picture
from accountability.core.shown import Shown


@dataclass(frozen=True)
class Room:
    """A circle as one member sees it: a picture of its stream, sorted into regions."""

    member: Member
    picture: Picture
    is_older: bool
    new: frozenset[str] = frozenset()

    @property
    def alerts(self) -> list[Shown]:
        """The alerts that still ask for somebody: on top."""
        return [one for one in self.picture.of("alert") if _asks(one)]

    @property
    def members(self) -> list[Shown]:
        """Those who belong."""
        return self.picture.of("member")

    @property
    def circle(self) -> list[Shown]:
        """The circle itself, with its agreement."""
        return self.picture.of("circle")

    @property
    def watch(self) -> list[Shown]:
        """Who is on watch."""
        return self.picture.of("watch")

    @cached_property
    def timeline(self) -> list[Shown]:
        """What happened, oldest first."""
        shown = self.picture.of("message", "milestone", "act", "alert")
        return [one for one in shown if not _asks(one)]

    @property
    def first(self) -> int:
        """The place before which the older words lie."""
        return min((one.first for one in self.timeline), default=0)

    @cached_property
    def new_from(self) -> int | None:
        """The place of the first thing of somebody else since this member looked."""
        return next((one.first for one in self.timeline if one.id in self.new), None)


def _asks(shown: Shown) -> bool:
    return shown.card is not None and shown.card.kind.on_top(shown.card.thing)


def room_of(member: Member, before: int | None) -> Room:
    """The room, or the words before a place in it. The caller has begun a snapshot."""
    stream = member.circle.stream
    if before is None:
        picture = reading.snapshot(stream, member.since_seq)
    else:
        picture = reading.older(stream, before, member.since_seq)
    new = unread.new_among(member, [one.id for one in picture.cards])
    return Room(member, picture, is_older=before is not None, new=new)


def waiting_for(member: Member) -> list[Shown]:
    """The newcomers that this member may welcome here, as cards of the member's own stream."""
    found = waiting_with([member])
    return reading.showing(member.account.stream, [NEWCOMER(one) for one in found])


def waiting_with(members: Iterable[Member]) -> list[Newcomer]:
    """The newcomers that these members may welcome."""
    return [
        newcomer
        for member in members
        if member.keeps
        for newcomer in access.waiting_at(member.circle)
    ]


def open_offer(member: Member) -> HandoverOffer | None:
    """The offer of this circle, for the two whom it is about."""
    offer = access.unended_offer(member.circle)
    if offer is None or not offer.is_open:
        return None
    return offer if member.id in {offer.by_id, offer.to_id} else None


def offers_to(members: Iterable[Member]) -> list[Shown]:
    """Where these members of one account are asked to be the host, as cards of its stream."""
    unended = HandoverOffer.ended_at.is_(None)
    asked = HandoverOffer.to_id.in_([member.id for member in members])
    query = select(HandoverOffer).where(unended, asked).order_by(HandoverOffer.id)
    found = [offer for offer in db.session.scalars(query) if offer.is_open]
    if not found:
        return []
    return reading.showing(found[0].to.account.stream, [OFFER(offer) for offer in found])


def open_invitations(circle: Circle) -> list[Invitation]:
    """The links that still open something, the newest first."""
    query = (
        select(Invitation)
        .where(Invitation.circle_id == circle.id)
        .where(Invitation.used_at.is_(None), Invitation.revoked_at.is_(None))
    )
    found = db.session.scalars(query.order_by(Invitation.id.desc()))
    return [invitation for invitation in found if invitation.is_open]


def wishes_of(account_id: int) -> list[Newcomer]:
    """Where this account waits for a yes, or has it and has not come in yet."""
    query = (
        select(Newcomer)
        .join(Newcomer.circle)
        .where(Newcomer.account_id == account_id, Newcomer.joined_at.is_(None))
        .where(Circle.closed_at.is_(None))
        .where(Newcomer.answer.is_distinct_from(Answer.DECLINED))
    )
    return access.not_void(query)


def wish_by(account_id: int, invitation: Invitation) -> Newcomer | None:
    """What came of this invitation, for the account that used it."""
    query = select(Newcomer).where(
        Newcomer.invitation_id == invitation.id, Newcomer.account_id == account_id
    )
    return db.session.scalar(query)
