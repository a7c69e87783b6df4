"""The verbs of the way in: invited, asked, welcomed, agreed. `services` hands them on."""

import secrets
from collections.abc import Callable

from flask_babel import gettext as _

from accountability.accounts.models import Account
from accountability.circles.access import hash_of, is_void, standing_wish
from accountability.circles.events import (
    InvitationMade,
    InvitationRevoked,
    MemberJoined,
    NewcomerAsked,
    NewcomerAskedAgain,
    NewcomerDeclined,
    NewcomerWelcomed,
)
from accountability.circles.models import Answer, Circle, Invitation, Member, Newcomer
from accountability.circles.rules import still_few
from accountability.core import clock
from accountability.core.change import change
from accountability.core.errors import Gone, Refused
from accountability.core.extensions import db

# Features above append here, such as a ban that knows an address again.
MAY_JOIN: list[Callable[[Account, Circle], bool]] = []


def neutral_refusal() -> Refused:
    """The one no of every invitation that does not work, whatever the cause: it tells nothing."""
    return Refused(_("This invitation does not work any more. Ask for a new one."))


def opens(invitation: Invitation, account: Account | None) -> bool:
    """Whether this invitation brings this account, or somebody not signed in, to a door."""
    if not invitation.is_open or invitation.circle.is_full:
        return False
    return account is None or _is_let_in(account, invitation.circle)


def _is_let_in(account: Account, circle: Circle) -> bool:
    return all(may_join(account, circle) for may_join in MAY_JOIN)


def _only_keepers(member: Member) -> None:
    if not member.keeps:
        raise Refused(_("Only the host and the moderators can do that."))


def _refuse_member(account: Account, circle: Circle) -> None:
    if any(member.account_id == account.id for member in circle.members):
        raise Refused(_("You are in this circle already."))


def invite(member: Member) -> Invitation:
    """Make a link by which one person may ask to join."""
    with change(member.circle.stream, by=member) as announce:
        _only_keepers(member)
        if member.circle.is_full:
            raise Refused(_("Your circle is full. Make it larger first, up to twelve."))
        token = secrets.token_urlsafe(16)
        invitation = Invitation(
            circle=member.circle, member=member, token_hash=hash_of(token), token=token
        )
        db.session.add(invitation)
        announce(InvitationMade(invitation))
    return invitation


def revoke_invitation(member: Member, invitation: Invitation) -> Invitation:
    """Make a link open nothing any more. Refused when somebody has used it."""
    with change(member.circle.stream, by=member) as announce:
        _only_keepers(member)
        if invitation.circle_id != member.circle_id:
            raise Gone
        if invitation.used_at is not None:
            raise Refused(_("Somebody has used this invitation already."))
        invitation.revoked_at = invitation.revoked_at or clock.now()
        announce(InvitationRevoked(invitation))
    return invitation


def ask_to_join(account: Account, invitation: Invitation, *, name: str) -> Newcomer:
    """Use an invitation up, and await a yes. Whoever waits already keeps that one wish."""
    circle = invitation.circle
    with change(circle.stream, by=account) as announce:
        _refuse_member(account, circle)
        if not opens(invitation, account):
            raise neutral_refusal()
        if standing := standing_wish(account.id, circle):
            announce(NewcomerAskedAgain(standing))
            return standing
        still_few(account)
        newcomer = Newcomer(circle=circle, invitation=invitation, account=account, name=name)
        invitation.used_at = clock.now()
        db.session.add(newcomer)
        announce(NewcomerAsked(newcomer))
    return newcomer


def _answer(member: Member, newcomer: Newcomer, answer: Answer) -> None:
    _only_keepers(member)
    if newcomer.circle_id != member.circle_id:
        raise Gone
    takes_back = answer is Answer.DECLINED and newcomer.state == "welcomed"
    if newcomer.answer is not None and not takes_back:
        raise Refused(_("Somebody has answered already."))
    newcomer.answer, newcomer.answered_at = answer, clock.now()
    newcomer.answered_by_id = member.id


def welcome(member: Member, newcomer: Newcomer) -> Newcomer:
    """Say yes to a newcomer, who may then accept the agreement."""
    inviter = newcomer.invitation.member
    with change(member.circle.stream, by=member) as announce:
        if not (inviter.belongs and inviter.keeps):
            raise Refused(_("Whoever invited them does not keep this circle any more."))
        _answer(member, newcomer, Answer.WELCOMED)
        announce(NewcomerWelcomed(newcomer, member))
    return newcomer


def decline(member: Member, newcomer: Newcomer) -> Newcomer:
    """Say no to a newcomer, also after a yes, until they have come in."""
    with change(member.circle.stream, by=member) as announce:
        _answer(member, newcomer, Answer.DECLINED)
        announce(NewcomerDeclined(newcomer, member))
    return newcomer


def _welcomed(account: Account, newcomer: Newcomer) -> Circle:
    circle = newcomer.circle
    if newcomer.account_id != account.id or circle.closed_at is not None:
        raise Gone
    _refuse_member(account, circle)
    is_open = newcomer.state == "welcomed" and not is_void(newcomer)
    if not is_open or not _is_let_in(account, circle):
        raise neutral_refusal()
    if circle.is_full:
        raise Refused(_("The circle is full right now. Ask whoever invited you to make room."))
    still_few(account)
    return circle


def accept_agreement(account: Account, newcomer: Newcomer) -> Member:
    """Accept the agreement and belong from now on; nothing from before is theirs to see."""
    with change(newcomer.circle.stream, account.stream, by=account) as announce:
        circle = _welcomed(account, newcomer)
        seq = announce.number_in(circle.stream)
        member = Member(
            circle=circle,
            account=account,
            name=circle.free_name(newcomer.name),
            hue=circle.free_hue(),
            since_seq=seq,
            looked_seq=seq,
        )
        db.session.add(member)
        newcomer.joined_at = clock.now()
        db.session.flush()
        db.session.expire(circle, ["everyone"])
        announce(MemberJoined(member, newcomer))
    return member
