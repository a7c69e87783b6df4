"""What time alone changes is written down once, so that open screens learn of it."""

import logging
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Exists, and_, or_, select
from sqlalchemy.orm import aliased

from accountability.accounts.models import Account
from accountability.circles.models import Circle, Member
from accountability.core import clock
from accountability.core.change import change
from accountability.core.extensions import db
from accountability.urges.claims import Claim
from accountability.urges.company import SILENT_AFTER
from accountability.urges.events import AlertLapsed, ClaimReleased
from accountability.urges.models import LAPSES_AFTER, Telling, UrgeAlert

Row = TypeVar("Row")
AT_ONCE = 100  # the oldest first: no turn of the loop holds the service up


def _unended() -> list[Claim]:
    parted = select(Telling.alert_id).where(Telling.ended_at.is_not(None))
    may_be_over = (  # all others need not be read
        and_(Claim.spoke_at.is_(None), Claim.claimed_at < clock.now() - SILENT_AFTER),
        or_(Member.left_at.is_not(None), Circle.closed_at.is_not(None), ~Account.active),
        Claim.alert_id.in_(parted),
    )
    query = (
        select(Claim)
        .join(Claim.alert)
        .join(Member, Member.id == Claim.member_id)
        .join(Member.circle)
        .join(Member.account)
        .where(or_(*may_be_over))
        .where(Claim.ended_at.is_(None), UrgeAlert.outcome.is_(None))
        .where(UrgeAlert.taken_back_at.is_(None))
        .where(UrgeAlert.raised_at > clock.now() - LAPSES_AFTER)
    )
    found = db.session.scalars(query.order_by(Claim.id)).unique()
    return [claim for claim in found if not claim.stands][:AT_ONCE]


def _each(found: list[Row], end: Callable[[Row], bool]) -> list[Row]:
    """End each by itself: one that fails holds back no other, and comes again at the next look."""
    ended = []
    for one in found:
        try:
            ended += [one] * end(one)
        except Exception:
            logging.getLogger(__name__).exception("a %s could not be ended", type(one).__name__)
            db.session.rollback()
    return ended


def _end_claim(claim: Claim) -> bool:
    with change(*claim.alert.streams) as announce:
        announce.hold(claim.alert.streams)
        if claim.ended_at is not None or claim.stands:
            return False
        claim.ended_at = clock.now()
        announce(ClaimReleased(claim))
    return True


def end_lapsed_claims() -> list[Claim]:
    """End the claims of friends who went silent or left; what is shown was computed so already."""
    return _each(_unended(), _end_claim)


def _author_is_there() -> Exists:
    """Whether its author belongs to a circle that hears of it still."""
    author, here = aliased(Member), aliased(Member)
    return (
        select(Telling.alert_id)
        .join(Telling.circle)
        .join(author, author.id == UrgeAlert.member_id)
        .join(here, and_(here.circle_id == Circle.id, here.account_id == author.account_id))
        .where(Telling.alert_id == UrgeAlert.id, Telling.ended_at.is_(None))
        .where(Circle.closed_at.is_(None), here.left_at.is_(None))
        .exists()
    )


def _over() -> list[UrgeAlert]:
    ended = (UrgeAlert.outcome, UrgeAlert.taken_back_at, UrgeAlert.lapsed_at)
    is_old = UrgeAlert.raised_at < clock.now() - LAPSES_AFTER
    query = select(UrgeAlert).where(*(column.is_(None) for column in ended))
    query = query.where(or_(is_old, ~_author_is_there()))  # all others need not be read
    found = db.session.scalars(query.order_by(UrgeAlert.raised_at)).unique()
    return [alert for alert in found if not alert.is_open][:AT_ONCE]


def _end_alert(alert: UrgeAlert) -> bool:
    with change(*alert.streams) as announce:
        announce.hold(alert.streams)
        if alert.is_open or alert.state != "lapsed" or alert.lapsed_at is not None:
            return False
        alert.lapsed_at = clock.now()
        announce(AlertLapsed(alert))
    return True


def end_lapsed_alerts() -> list[UrgeAlert]:
    """End the alerts that are over by themselves; what is shown was computed so already."""
    return _each(_over(), _end_alert)
