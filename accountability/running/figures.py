"""Figures about alerts, read from rows: how many wait, how soon somebody came, what was dropped.

They ask nothing that keeps promises, so they still see when that stops.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from accountability.core import clock
from accountability.core.extensions import db
from accountability.core.promises import OWED, Promise
from accountability.urges.claims import Claim
from accountability.urges.ladder import RARELY, TAKE_BACK
from accountability.urges.models import LAPSES_AFTER, UrgeAlert
from accountability.urges.services.handing_on import KIND as HAND_ON
from accountability.urges.services.handing_on import round_of

DROPPED_AFTER = timedelta(seconds=75)
LAST = timedelta(days=1)


def _unanswered() -> list[UrgeAlert]:
    ended = (UrgeAlert.outcome, UrgeAlert.taken_back_at, UrgeAlert.lapsed_at)
    query = (
        select(UrgeAlert)
        .where(*(column.is_(None) for column in ended))
        .where(UrgeAlert.raised_at > clock.now() - LAPSES_AFTER)
        .options(selectinload(UrgeAlert.responses))
    )
    found = db.session.scalars(query).unique()
    return [alert for alert in found if alert.is_open and not alert.has_company]


def unanswered() -> int:
    """How many open alerts have nobody: no friend took them, no friend said a word of their own."""
    return len(_unanswered())


def _rounds_handed_on(alerts: list[UrgeAlert]) -> set[str]:
    """The rounds of these alerts whose next step is owed, and not overdue by 75 seconds.

    A step of an earlier round may still be owed: it will do nothing, and counts for nothing.
    """
    soon = (Promise.kind == HAND_ON, Promise.due_at >= clock.now() - DROPPED_AFTER)
    names = [alert.public_id for alert in alerts]
    keys = db.session.scalars(select(Promise.key).where(Promise.about.in_(names), OWED, *soon))
    return {key[: key.rindex(":") + 1] for key in keys}


def _is_left_just_now(alert: UrgeAlert) -> bool:
    """Whether a friend who had its author went less than 75 seconds ago, and nobody noted it yet.

    The round that follows begins once somebody does: a look every three seconds.
    """
    since = clock.now() - DROPPED_AFTER
    gone = [one.over_at for one in alert.claims if not (one.ended_at or one.stands)]
    return any(at is not None and at > since for at in gone)


def dropped() -> int:
    """How many alerts have nobody, and no step of theirs is owed or it is overdue by 75 seconds.

    In its last hour an alert may have no step left to come.
    """
    now = clock.now()
    waiting = [
        alert
        for alert in _unanswered()
        if alert.alone_since < now - TAKE_BACK - DROPPED_AFTER
        and alert.raised_at > now - LAPSES_AFTER + RARELY
        and not _is_left_just_now(alert)
    ]
    return len({round_of(alert) for alert in waiting} - _rounds_handed_on(waiting))


def seconds_to_first_claim() -> list[float]:
    """For each alert of the last day that a friend took: how long that was after the press."""
    first: Any = func.min(Claim.claimed_at)
    query = (
        select(UrgeAlert.raised_at, first)
        .join(Claim, Claim.alert_id == UrgeAlert.id)
        .where(UrgeAlert.raised_at > clock.now() - LAST, Claim.passed_by_id.is_(None))
        .where(Claim.claimed_at >= UrgeAlert.raised_at)  # before, it was of a press taken back
        .group_by(UrgeAlert.id, UrgeAlert.raised_at)
    )
    return [(taken - raised).total_seconds() for raised, taken in db.session.execute(query)]
