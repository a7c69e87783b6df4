"""What circles ask before somebody speaks or joins."""

from accountability.accounts.models import Account
from accountability.circles import services as circles
from accountability.circles.models import Circle, Member
from accountability.moderation import queries
from accountability.moderation.models import SanctionKind
from accountability.moderation.wording import pause_words


def may_speak(member: Member) -> str | None:
    """The sentence for somebody who was asked to pause; never asked for alerts."""
    mute = queries.standing(member, SanctionKind.MUTE)
    return pause_words(mute) if mute is not None else None


def may_join(account: Account, circle: Circle) -> bool:
    """Whether neither the account nor its address was banned from this circle."""
    return not queries.is_banned(account, circle)


circles.MAY_SPEAK.append(may_speak)
circles.MAY_JOIN.append(may_join)
