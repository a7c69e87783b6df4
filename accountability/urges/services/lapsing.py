"""What time alone changes is written down once, so that open screens learn of it."""

from sqlalchemy import select

from accountability.core import clock
from accountability.core.change import change
from accountability.core.extensions import db
from accountability.urges.claims import Claim
from accountability.urges.events import AlertLapsed, ClaimReleased
from accountability.urges.models import LAPSES_AFTER, UrgeAlert

AT_ONCE = 100  # the oldest first: no turn of the loop holds the service up


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


def _over() -> list[UrgeAlert]:
    ended = (UrgeAlert.outcome, UrgeAlert.taken_back_at, UrgeAlert.lapsed_at)
    query = select(UrgeAlert).where(*(column.is_(None) for column in ended))
    found = db.session.scalars(query.order_by(UrgeAlert.raised_at)).unique()
    return [alert for alert in found if not alert.is_open][:AT_ONCE]


def end_lapsed_alerts() -> list[UrgeAlert]:
    """End the alerts that are over by themselves; what is shown was computed so already."""
    ended = []
    for alert in _over():
        with change(*alert.streams) as announce:
            announce.hold(alert.streams)
            if not alert.is_open and alert.state == "lapsed" and alert.lapsed_at is None:
                alert.lapsed_at = clock.now()
                announce(AlertLapsed(alert))
                ended.append(alert)
    return ended
