"""What circles ask before somebody speaks or joins, and what the circle sees of a name."""

from collections.abc import Iterable

from sqlalchemy import select, update

from accountability.accounts.models import Account
from accountability.circles import services as circles
from accountability.circles.events import HandedOver, MemberChanged, MemberJoined
from accountability.circles.models import Circle, Member
from accountability.core import cards
from accountability.core.extensions import db
from accountability.moderation import queries
from accountability.moderation.events import ActRecorded
from accountability.moderation.models import Report, SanctionKind
from accountability.moderation.recording import record_host, record_name
from accountability.moderation.wording import pause_words


def may_speak(member: Member) -> str | None:
    """The sentence for somebody who was asked to pause; never asked for alerts."""
    mute = queries.standing(member, SanctionKind.MUTE)
    return pause_words(mute) if mute is not None else None


def may_join(account: Account, circle: Circle) -> bool:
    """Whether neither the account nor its address was banned from this circle."""
    return not queries.is_banned(account, circle)


@cards.before_commit(MemberChanged)
def show_name(event: MemberChanged) -> Iterable[ActRecorded]:
    """The circle sees who is called something else now."""
    if event.was is not None:
        yield ActRecorded(record_name(event.member, event.was))


@cards.before_commit(HandedOver)
def show_host(event: HandedOver) -> Iterable[ActRecorded]:
    """The circle sees who the host is now."""
    yield ActRecorded(record_host(event.new))


@cards.before_commit(MemberJoined)
def follow(event: MemberJoined) -> None:
    """What was reported about somebody who comes back is about who they are now."""
    member = event.member
    before = select(Member.id).where(
        Member.circle_id == member.circle_id, Member.account_id == member.account_id
    )
    db.session.execute(
        update(Report)
        .where(Report.about_member_id.in_(before))
        .values(about_member_id=member.id)
        .execution_options(synchronize_session=False)
    )


circles.MAY_SPEAK.append(may_speak)
circles.MAY_JOIN.append(may_join)
