"""How a circle asks on: whom a member wants asked first, and how soon the host lets it go on."""

from flask_babel import gettext as _

from accountability.circles.models import Circle, Member, Role
from accountability.core.change import change
from accountability.core.errors import Gone, Refused
from accountability.core.extensions import db
from accountability.urges.events import FirstFriendChosen, PaceChosen
from accountability.urges.ladder import Pace
from accountability.urges.paces import CirclePace


def choose_first_friend(member: Member, friend: Member | None) -> Member:
    """Let this friend be asked first when one calls here; nobody is told of it."""
    with change(member.account.stream, by=member) as announce:
        if friend is not None and friend.id not in {one.id for one in member.friends}:
            raise Gone
        member.first_friend_id = friend.id if friend else None
        announce(FirstFriendChosen(member))
    return member


def choose_pace(member: Member, pace: Pace) -> Circle:
    """Choose how soon this circle asks the next friend, and then everyone."""
    with change(member.circle.stream, by=member) as announce:
        if member.role is not Role.HOST:
            raise Refused(_("Only the host can do that."))
        kept = db.session.get(CirclePace, member.circle_id) or CirclePace(
            circle_id=member.circle_id
        )
        kept.next_after = round(pace.next_after.total_seconds())
        kept.everyone_after = round(pace.everyone_after.total_seconds())
        db.session.add(kept)
        announce(PaceChosen(member.circle))
    return member.circle
