"""What the watch asks of urges: who took how many alerts lately."""

from datetime import datetime

from sqlalchemy import func, or_, select

from accountability.circles.models import Circle, Member
from accountability.core.extensions import db
from accountability.urges.claims import Claim
from accountability.watches import access as watches


def alerts_taken(circle: Circle, since: datetime) -> dict[int, int]:
    """How many alerts each member took since a moment; only to be asked is not to take one."""
    took = or_(Claim.passed_by_id.is_(None), Claim.spoke_at.is_not(None))
    query = (
        select(Claim.member_id, func.count(Claim.alert_id.distinct()))
        .join(Claim.member)
        .where(Member.circle_id == circle.id, Claim.claimed_at >= since, took)
        .group_by(Claim.member_id)
    )
    return {member_id: count for member_id, count in db.session.execute(query)}  # noqa: C416 - typed


watches.ALERTS_TAKEN.append(alerts_taken)
