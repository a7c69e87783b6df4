"""The drill: a member tests whether what is pushed to the circle arrives."""

from datetime import timedelta

from flask_babel import gettext as _

from accountability.circles.models import Member
from accountability.circles.services import still_may_speak
from accountability.core import clock
from accountability.core.change import change
from accountability.core.errors import Refused
from accountability.core.extensions import db
from accountability.notifications import access, owing
from accountability.notifications.events import DrillSent
from accountability.notifications.models import Drill

AGAIN_AFTER = timedelta(hours=1)
DUE_AFTER = timedelta(days=30)
YOUNG = timedelta(days=1)


def drill(member: Member) -> Drill:
    """Send every friend a test that says that it is one; nothing is asked of them."""
    with change(member.circle.stream, by=member) as announce:
        still_may_speak(member)
        if member.is_alone:
            raise Refused(_("Nobody else is in this circle yet."))
        last = access.last_drill(member.circle)
        if last is not None and clock.now() - last.sent_at < AGAIN_AFTER:
            raise Refused(_("A test went out a short while ago. Once an hour is enough."))
        sent = Drill(circle=member.circle, member=member)
        db.session.add(sent)
        place = f"/drills/{sent.public_id}"
        friends = [friend.account for friend in member.friends]
        owing.owe([owing.write_down(friend, "drill", place) for friend in friends])
        announce(DrillSent(sent))
    return sent


def is_due(member: Member) -> bool:
    """Whether a keeper is asked to send one: none for a month, in a circle with friends in it."""
    circle = member.circle
    if not member.keeps or member.is_alone or clock.now() - circle.started_at < YOUNG:
        return False
    last = access.last_drill(circle)
    return last is None or clock.now() - last.sent_at >= DUE_AFTER
