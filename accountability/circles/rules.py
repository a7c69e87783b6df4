"""What several verbs of circles ask before they do anything; a no is worded for the person."""

from flask_babel import gettext as _

from accountability.accounts.models import Account
from accountability.circles import access
from accountability.circles.models import Member, Role
from accountability.circles.offers import Question
from accountability.core.errors import Gone, Refused

MOST_CIRCLES = 20  # of one account: what a day of its owner reaches is told in all of them at once


def only_host(member: Member) -> None:
    """Refused to everybody but the host."""
    if member.role is not Role.HOST:
        raise Refused(_("Only the host can do that."))


def still_friends(member: Member, other: Member) -> None:
    """Gone if the other is no member of the same circle any more; refused about oneself."""
    if other.circle_id != member.circle_id or not other.belongs:
        raise Gone
    if other.id == member.id:
        raise Refused(_("That is yourself. Please choose somebody else."))


def still_open(member: Member, asked_id: int, question: Question) -> None:
    """Gone if the question is another member's to end; refused in its words if it is over."""
    if asked_id != member.id:
        raise Gone
    if not question.is_open:
        raise Refused(str(question.over))


def still_few(account: Account) -> None:
    """Refused to whoever is in as many circles as anybody may be; whoever is in more keeps them."""
    if len(access.my_members(account.id)) >= MOST_CIRCLES:
        raise Refused(
            _("You are in twenty circles already. To have room for this one, leave another first.")
        )
