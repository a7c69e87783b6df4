"""The cards of this feature: a member with the streak, and a milestone."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from accountability.circles.events import (
    CircleStarted,
    HandedOver,
    MemberChanged,
    MemberJoined,
    MemberLeft,
)
from accountability.circles.models import Member, Sharing
from accountability.core import cards
from accountability.streaks import access, counting
from accountability.streaks.events import (
    DayTurned,
    JourneyBegun,
    MilestoneCheered,
    MilestoneReached,
    SharingChosen,
    SlipLogged,
)
from accountability.streaks.models import Journey, Milestone

ROUGHLY = {
    "begun": _l("begun"),
    "days": _l("days"),
    "week": _l("1 w+"),
    "weeks": _l("2 w+"),
    "month": _l("1 m+"),
    "months": _l("3 m+"),
}
WORDS = {"proud": _l("Proud of you"), "strong": _l("Strong"), "walk": _l("Walk soon?")}


def streak_shown(member: Member, journey: Journey | None) -> dict[str, Any]:
    """What this member's circle may see of the streak: exactly, roughly or not at all."""
    if journey is None or member.sharing is Sharing.HIDDEN:
        return {"share": "hidden"}
    streak = journey.streak()
    if member.sharing is Sharing.ROUGH:
        return {"share": "rough", "rough": str(ROUGHLY[counting.rough(streak.days)])}
    return {"share": "exact", "days": streak.days, "fraction": round(streak.fraction, 2)}


def member_shape(member: Member) -> cards.Shape:
    """A member as the circle sees them. No streak and a hidden streak look the same."""
    return {
        "id": member.public_id,
        "name": member.name,
        "role": member.role.value,
        "streak": streak_shown(member, member.journey),  # type: ignore[attr-defined]
    }


def milestone_shape(milestone: Milestone) -> cards.Shape:
    """A milestone with its cheers."""
    return {
        "id": milestone.public_id,
        "by": milestone.member.public_id,
        "name": milestone.member.name,
        "days": milestone.days,
        "at": milestone.found_at.isoformat(),
        "cheers": access.tally(milestone.cheers),
    }


MEMBER = cards.kind(
    "member",
    Member,
    "streaks/_member.html",
    shape=member_shape,
    streams=lambda member: [member.circle.stream_id],
    standing=True,
    keeps=lambda: select(Member.public_id).where(Member.left_at.is_(None)),
    is_gone=lambda member: member.left_at is not None,
    options=lambda: (selectinload(Member.journey),),  # type: ignore[attr-defined]
)
MILESTONE = cards.kind(
    "milestone",
    Milestone,
    "streaks/_milestone.html",
    shape=milestone_shape,
    streams=lambda milestone: [milestone.member.circle.stream_id],
    authors=lambda: select(Milestone.public_id, Member.account_id).join(Milestone.member),
    options=lambda: (selectinload(Milestone.cheers),),
)


def _members_of(journey: Journey, was: int | None) -> list[cards.Card]:
    """The members in whose circles this changes what is to be seen.

    A card that comes anew and shows the same would tell that something happened.
    """
    days = journey.streak().days
    is_other = was is None or days != was
    is_rougher = was is None or counting.rough(days) != counting.rough(was)
    seen = {Sharing.EXACT: is_other, Sharing.ROUGH: is_rougher, Sharing.HIDDEN: False}
    return [MEMBER(one) for one in access.present(journey.account_id) if seen[one.sharing]]


cards.changed_by(CircleStarted)(lambda event: [MEMBER(event.host)])
cards.changed_by(MemberJoined, MemberLeft, MemberChanged, SharingChosen)(
    lambda event: [MEMBER(event.member)]
)
cards.changed_by(HandedOver)(lambda event: [MEMBER(event.old), MEMBER(event.new)])
cards.changed_by(JourneyBegun, DayTurned)(lambda event: _members_of(event.journey, event.was))
cards.changed_by(SlipLogged)(lambda event: _members_of(event.slip.journey, event.was))
cards.changed_by(MilestoneReached)(
    lambda event: [MEMBER(event.milestone.member), MILESTONE(event.milestone)]
)
cards.changed_by(MilestoneCheered)(lambda event: [MILESTONE(event.milestone)])
