"""What all verbs on an alert have in common: their locks, and their first questions."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask_babel import gettext as _

from accountability.circles.models import Member
from accountability.core.change import Announce, change
from accountability.core.errors import Gone, Refused
from accountability.core.streams import Stream
from accountability.urges.models import UrgeAlert


@contextmanager
def changing(alert: UrgeAlert, *more: Stream, by: Member) -> Iterator[Announce]:
    """Change an alert under the locks of everything it is shown in.

    Raises Gone to whoever belongs to no told circle. Raises Busy if one more circle was told while
    we waited for the locks, for it is not among them: the same press may come again at once.
    """
    with change(*alert.streams, *more, by=by) as announce:
        if by.circle_id not in {telling.circle_id for telling in alert.readable}:
            raise Gone
        announce.hold(alert.streams)
        yield announce


def only_author(member: Member, alert: UrgeAlert) -> None:
    """Refuse everybody but the one who raised it."""
    if not alert.is_by(member.account_id):
        raise Refused(_("Only %(name)s can do that.", name=alert.member.name))


def only_friends(member: Member, alert: UrgeAlert) -> None:
    """Refuse its author."""
    if alert.is_by(member.account_id):
        raise Refused(_("This one is yours. It is for your friends to do."))


def still_open(alert: UrgeAlert) -> None:
    """Refuse what comes after its end."""
    if not alert.is_open:
        raise Refused(_("This is already over."))
