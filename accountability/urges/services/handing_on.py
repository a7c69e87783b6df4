"""Handing an alert on: whoever has nobody is asked about again, until somebody comes."""

from datetime import datetime, timedelta

from accountability.core.change import Announce, change
from accountability.core.extensions import db
from accountability.core.promises import Held, keeps, promise
from accountability.urges import access, ladder
from accountability.urges.asking_order import hearers_of
from accountability.urges.events import HandedOn
from accountability.urges.hand_ons import HandOn
from accountability.urges.ladder import Pace, Step
from accountability.urges.models import LAPSES_AFTER, UrgeAlert

KIND = "hand_on"
MICROSECONDS = 1_000_000
LONGEST_PAUSE = timedelta(seconds=10)  # somebody waits: it is tried on, whatever went wrong
PLACES = 4  # at once: a circle that others write in just now holds up no call in another


def _step(alert: UrgeAlert, number: int, since: datetime, pace: Pace | None = None) -> Step:
    pace = pace or access.pace_of(alert.member.circle_id)
    first, is_press = _first(alert, since), since == alert.raised_at
    return ladder.step(number, since, pace, is_press=is_press, first=first)


def _first(alert: UrgeAlert, since: datetime) -> int:
    """Where this round begins. Whom a friend asked to stay instead is given the time to come."""
    if any(one.ended_at is None and one.passed_by_id for one in alert.claims):
        return 0
    return ladder.first_of_round([one.number for one in alert.made if one.since < since])


def round_of(alert: UrgeAlert, since: datetime | None = None) -> str:
    """The round that an alert is in, or one; the keys of its promised steps begin with it."""
    since = since or alert.alone_since
    return f"{alert.public_id}:{round(since.timestamp() * MICROSECONDS)}:"


def promise_step(alert: UrgeAlert, number: int, since: datetime, pace: Pace | None = None) -> None:
    """Owe this step of that round, unless the alert has lapsed by then."""
    due = _step(alert, number, since, pace)
    if due.at < alert.raised_at + LAPSES_AFTER:
        promise(KIND, alert.public_id, due_at=due.at, key=f"{round_of(alert, since)}{number}")


def promise_round(alert: UrgeAlert, since: datetime | None = None) -> None:
    """Owe the first step of the round that the alert is in, or of one that begins then."""
    since = since or alert.alone_since
    promise_step(alert, _first(alert, since), since)


@keeps(KIND, places=PLACES, longest_pause=LONGEST_PAUSE)
def keep_step(mine: Held) -> None:
    """Make the step that is due, unless somebody came or another round began."""
    _id, since, number = mine.key.split(":")
    hand_on(mine.about, int(since), int(number))


def hand_on(alert_id: str, since: int, number: int) -> HandOn | None:
    """Ask the next friend, or everyone, and owe the step after it; once for each step.

    Nothing happens when the alert is over, somebody is there, or its author was left alone anew
    meanwhile: that round has steps of its own. An answer that races it is decided by the lock.
    """
    with change(*access.streams_of(alert_id)) as announce:
        alert = access.alert_told(alert_id)
        if alert is None:
            return None
        announce.hold(alert.streams)
        is_this_round = round(alert.alone_since.timestamp() * MICROSECONDS) == since
        was_made = number in {one.number for one in alert.steps}
        if not alert.is_open or alert.has_company or not is_this_round or was_made:
            return None
        return _make(alert, number, announce)


def _make(alert: UrgeAlert, number: int, announce: Announce) -> HandOn:
    since, friends = alert.alone_since, access.friends_of(alert)
    hearers = hearers_of(alert, friends)
    ids = {one.member_id for one in hearers if one.is_on_watch}
    on_watch = tuple(friend for friend in friends if friend.id in ids)
    kind, asked = ladder.kind_of(number), [one.named_id for one in alert.made]
    made = HandOn(since=since, number=number, kind=kind, watching=len(on_watch))
    made.named_id = ladder.named(kind, hearers, [one for one in asked if one])
    alert.hand_ons.append(made)
    db.session.flush()
    announce(HandedOn(made, tuple(friends), on_watch))
    promise_step(alert, number + 1, since)
    return made
