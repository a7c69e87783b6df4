"""The verbs of circles: who belongs, in which role, and what is said."""

from collections.abc import Callable

from flask_babel import gettext as _
from sqlalchemy import update

from accountability.accounts.models import Account
from accountability.circles.events import (
    CircleChanged,
    CircleClosed,
    CircleStarted,
    DefaultChosen,
    MemberChanged,
    MemberLeft,
    MessageDeleted,
    MessagePosted,
)
from accountability.circles.handing import (
    accept_offer,
    decline_offer,
    offer_handover,
    withdraw_offer,
)
from accountability.circles.joining import (
    MAY_JOIN,
    accept_agreement,
    ask_to_join,
    decline,
    invite,
    neutral_refusal,
    opens,
    revoke_invitation,
    welcome,
)
from accountability.circles.models import (
    REPORTABLE_FOR,
    Circle,
    Departure,
    Member,
    Message,
    Role,
)
from accountability.circles.rules import only_host, still_few, still_friends
from accountability.core import clock
from accountability.core.change import change, quiet_change
from accountability.core.errors import Gone, Refused
from accountability.core.extensions import db
from accountability.core.names import skeleton
from accountability.core.streams import StreamKind

__all__ = [
    "MAY_JOIN",
    "MAY_SPEAK",
    "accept_agreement",
    "accept_offer",
    "ask_to_join",
    "change_circle",
    "change_name",
    "change_role",
    "choose_default",
    "close_circle",
    "decline",
    "decline_offer",
    "delete_message",
    "forget_deleted",
    "forget_words",
    "invite",
    "leave",
    "look",
    "neutral_refusal",
    "offer_handover",
    "opens",
    "post_message",
    "revoke_invitation",
    "start_circle",
    "still_may_speak",
    "welcome",
    "withdraw_offer",
]

# Features above append here; an answer is the sentence of the refusal. Never asked for urge alerts.
MAY_SPEAK: list[Callable[[Member], str | None]] = []


def still_may_speak(member: Member) -> None:
    """Refuse whoever was asked to pause."""
    for may_speak in MAY_SPEAK:
        if sentence := may_speak(member):
            raise Refused(sentence)


def start_circle(account: Account, *, name: str, size: int, agreement: str, my_name: str) -> Circle:
    """Start a circle whose host is this account."""
    with change(account.stream, by=account) as announce:
        still_few(account)
        stream = announce.open_stream(StreamKind.CIRCLE)
        circle = Circle(stream=stream, name=name, size=size, agreement=agreement)
        host = Member(circle=circle, account=account, name=my_name, role=Role.HOST, since_seq=0)
        db.session.add_all([circle, host])
        db.session.flush()
        announce(CircleStarted(circle, host))
    return circle


def change_circle(member: Member, *, name: str, size: int, agreement: str) -> Circle:
    """Give the circle another name, size or agreement. Refused below the number of its members."""
    circle = member.circle
    with change(circle.stream, by=member) as announce:
        only_host(member)
        if size < len(circle.members):
            raise Refused(_("There are already more of you than that."))
        circle.name, circle.size, circle.agreement = name, size, agreement
        announce(CircleChanged(circle))
    return circle


def close_circle(member: Member) -> Circle:
    """End the circle for everybody."""
    circle = member.circle
    with change(circle.stream, by=member) as announce:
        only_host(member)
        circle.closed_at = clock.now()
        announce(CircleClosed(circle, member))
    return circle


def forget_words(circle: Circle) -> Circle:
    """Delete what was said in a circle that closed long ago, once and for all."""
    with quiet_change():
        spoken = update(Message).where(Message.circle_id == circle.id)
        db.session.execute(spoken.values(text_sealed=None))
        circle.words_forgotten_at = clock.now()
    return circle


def forget_deleted() -> None:
    """Delete the words that were taken away, once nobody can report them any more."""
    with quiet_change():
        due = Message.deleted_at < clock.now() - REPORTABLE_FOR
        gone = update(Message).where(due, Message.text_sealed.is_not(None))
        db.session.execute(gone.values(text_sealed=None))


def change_name(member: Member, name: str) -> Member:
    """Be called something else in this circle."""
    with change(member.circle.stream, by=member) as announce:
        still_may_speak(member)  # a name is words too
        if skeleton(name) in {skeleton(friend.name) for friend in member.friends}:
            raise Refused(_("Somebody here has this name already. Please choose another."))
        was, member.name = member.name, name
        announce(MemberChanged(member, by=member, was=was if was != name else None))
    return member


def change_role(member: Member, other: Member, role: Role) -> Member:
    """Make a member a moderator, or a moderator a member."""
    with change(member.circle.stream, by=member) as announce:
        only_host(member)
        still_friends(member, other)
        if role is Role.HOST:
            raise Refused(_("To make somebody else the host, hand the circle over."))
        other.role = role
        announce(MemberChanged(other, by=member, role=role))
    return other


def leave(member: Member) -> Member:
    """Stop being a member. Refused to a host with friends; alone, the circle ends with them."""
    circle = member.circle
    with change(circle.stream, by=member) as announce:
        if member.role is Role.HOST and not member.is_alone:
            raise Refused(_("Please hand the circle over first. It needs a host."))
        is_last = member.is_alone
        member.depart(Departure.LEFT)
        announce(MemberLeft(member))
        if is_last:
            circle.closed_at = clock.now()
            announce(CircleClosed(circle, member))
    return member


def post_message(member: Member, text: str) -> Message:
    """Say something to the circle."""
    with change(member.circle.stream, by=member) as announce:
        still_may_speak(member)
        message = Message(circle=member.circle, member=member, text=text)
        db.session.add(message)
        announce(MessagePosted(message))
    return message


def delete_message(member: Member, message: Message) -> Message:
    """Take one's own words away: nobody reads them any more."""
    with change(member.circle.stream, by=member) as announce:
        if message.deleted_at is not None or message.circle_id != member.circle_id:
            raise Gone
        if message.member_id != member.id:
            raise Refused(_("You can take away only what you said yourself."))
        message.deleted_at = clock.now()  # the words stay sealed for a report, then they go
        announce(MessageDeleted(message))
    return message


def choose_default(member: Member) -> Member:
    """Let the big button call this circle."""
    with change(member.account.stream, by=member) as announce:
        member.chosen_at = clock.now()
        announce(DefaultChosen(member))
    return member


def look(member: Member, seq: int) -> Member:
    """Note how far a member has read. It never goes back, nor beyond what there is.

    One statement moves the mark, which a message of the same member cannot cross.
    """
    with quiet_change():
        if not member.belongs:
            raise Gone
        reached = min(seq, member.circle.stream.head)
        further = update(Member).where(Member.id == member.id, Member.looked_seq < reached)
        db.session.execute(further.values(looked_seq=reached))
    return member
