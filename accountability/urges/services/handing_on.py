"""Handing an alert on: whoever has nobody is asked about again, until somebody comes."""

from accountability.core.change import Announce, change
from accountability.core.extensions import db
from accountability.core.promises import Held, keeps, promise
from accountability.urges import access, ladder
from accountability.urges.asking_order import hearers_of
from accountability.urges.events import HandedOn
from accountability.urges.hand_ons import HandOn
from accountability.urges.ladder import Step
from accountability.urges.models import LAPSES_AFTER, UrgeAlert

KIND = "hand_on"
MICROSECONDS = 1_000_000


def _step(alert: UrgeAlert, number: int) -> Step:
    since, pace = alert.alone_since, access.pace_of(alert.member.circle_id)
    return ladder.step(number, since, pace, is_press=since == alert.raised_at)


def promise_step(alert: UrgeAlert, number: int = 0) -> None:
    """Owe this step of the round that the alert is in, unless it has lapsed by then."""
    due = _step(alert, number)
    if due.at < alert.raised_at + LAPSES_AFTER:
        since = round(alert.alone_since.timestamp() * MICROSECONDS)
        key = f"{alert.public_id}:{since}:{number}"
        promise(KIND, alert.public_id, due_at=due.at, key=key)


@keeps(KIND)
def keep_step(mine: Held) -> None:
    """Make the step that is due, unless somebody came or another round began."""
    alert = next(iter(access.alerts_among([mine.about])), None)
    if alert is not None:
        _id, since, number = mine.key.split(":")
        hand_on(alert, int(since), int(number))


def hand_on(alert: UrgeAlert, since: int, number: int) -> HandOn | None:
    """Ask the next friend, or everyone, and owe the step after it; once for each step.

    Nothing happens when the alert is over, somebody is there, or its author was left alone anew
    meanwhile: that round has steps of its own. An answer that races it is decided by the lock.
    """
    with change(*alert.streams) as announce:
        announce.hold(alert.streams)
        is_this_round = round(alert.alone_since.timestamp() * MICROSECONDS) == since
        was_made = number in {one.number for one in alert.steps}
        if not alert.is_open or alert.has_company or not is_this_round or was_made:
            return None
        return _make(alert, number, announce)


def _make(alert: UrgeAlert, number: int, announce: Announce) -> HandOn:
    kind, since = _step(alert, number).kind, alert.alone_since
    asked = [one.named_id for one in alert.steps if one.named_id]
    named_id = ladder.named(kind, hearers_of(alert), asked)
    made = HandOn(since=since, number=number, kind=kind, named_id=named_id)
    alert.hand_ons.append(made)
    db.session.flush()
    announce(HandedOn(made))
    promise_step(alert, number + 1)
    return made
