"""What time alone changes: a claim that no longer stands is ended, so that screens learn of it."""

from sqlalchemy import select

from accountability.core import clock
from accountability.core.change import change
from accountability.core.extensions import db
from accountability.urges.events import ClaimReleased
from accountability.urges.models import LAPSES_AFTER, Claim, UrgeAlert


def _unended() -> list[Claim]:
    query = (
        select(Claim)
        .join(Claim.alert)
        .where(Claim.ended_at.is_(None), UrgeAlert.outcome.is_(None))
        .where(UrgeAlert.taken_back_at.is_(None))
        .where(UrgeAlert.raised_at > clock.now() - LAPSES_AFTER)
    )
    return [claim for claim in db.session.scalars(query).unique() if not claim.stands]


def end_lapsed_claims() -> list[Claim]:
    """End the claims of friends who went silent or left; what is shown was computed so already."""
    ended = []
    for claim in _unended():
        with change(*claim.alert.streams) as announce:
            announce.hold(claim.alert.streams)
            if claim.ended_at is None and not claim.stands:
                claim.ended_at = clock.now()
                announce(ClaimReleased(claim))
                ended.append(claim)
    return ended
