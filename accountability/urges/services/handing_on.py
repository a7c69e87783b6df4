"""Handing an alert on: whoever has nobody is asked about again, until somebody comes."""

from datetime import datetime, timedelta

from accountability.core import clock
from accountability.core.change import Announce, change
from accountability.core.extensions import db
from accountability.core.promises import Held, keeps, promise_instead
from accountability.urges import access, ladder
from accountability.urges.asking_order import hearers_of
from accountability.urges.events import HandedOn
from accountability.urges.hand_ons import HandOn
from accountability.urges.ladder import KINDS, Pace, Step, StepKind
from accountability.urges.models import LAPSES_AFTER, UrgeAlert

KIND = "hand_on"
MICROSECONDS = 1_000_000
LONGEST_PAUSE = timedelta(seconds=10)  # somebody waits: it is tried on, whatever went wrong
PLACES = 4  # at once: a circle that others write in just now holds up no call in another


def _step(alert: UrgeAlert, number: int, since: datetime, pace: Pace | None = None) -> Step:
    pace = pace or access.pace_of(alert.member.circle_id)
    first, is_press = _first(alert, since), since == alert.raised_at
    return ladder.step(number, since, pace, is_press=is_press, first=first)


def _was_passed(alert: UrgeAlert, since: datetime) -> bool:
    """Whether this round began when a friend asked another one, for the first time, to stay."""
    return any(one.claimed_at == since and one.asks_anew for one in alert.claims)


def _first(alert: UrgeAlert, since: datetime) -> int:
    """Where this round begins. Whom a friend asked to stay instead is given the time to come."""
    if _was_passed(alert, since):
        return 0
    made = [one.number for one in alert.made if one.since < since]
    return ladder.first_of_round(made, is_call=since == alert.called_at)


def round_of(alert: UrgeAlert, since: datetime | None = None) -> str:
    """The round that an alert is in, or one; the keys of its promised steps begin with it."""
    since = since or alert.alone_since
    return f"{alert.public_id}:{round(since.timestamp() * MICROSECONDS)}:"


def promise_step(alert: UrgeAlert, number: int, since: datetime, pace: Pace | None = None) -> None:
    """Owe this step of that round, unless the alert has lapsed by then."""
    due = _step(alert, number, since, pace)
    if due.at < alert.raised_at + LAPSES_AFTER:
        key = f"{round_of(alert, since)}{number}"
        promise_instead(KIND, alert.public_id, due_at=due.at, key=key)


def _next(alert: UrgeAlert) -> tuple[datetime, int]:
    """Which step of which round comes next. Words hold off each but the first of all.

    Anybody can write at once, and be no company; nobody would be asked by name for that.
    """
    since, quiet_at = alert.alone_since, alert.quiet_at
    made = [one.number for one in alert.steps]
    number = max(made) + 1 if made else _begin(alert, since)
    if number and quiet_at and quiet_at > clock.now():
        return quiet_at, _begin(alert, quiet_at)
    return since, number


def _begin(alert: UrgeAlert, since: datetime) -> int:
    """The first step that a round makes: who was asked instead was rung by that already."""
    return KINDS.index(StepKind.NEXT) if _was_passed(alert, since) else _first(alert, since)


def promise_next(alert: UrgeAlert) -> None:
    """Owe the step that comes next, unless somebody has the author."""
    if alert.is_open and alert.company is None:
        since, number = _next(alert)
        promise_step(alert, number, since)


@keeps(KIND, places=PLACES, longest_pause=LONGEST_PAUSE)
def keep_step(mine: Held) -> None:
    """Make the step that is due, unless somebody came or another round began."""
    _id, since, number = mine.key.split(":")
    hand_on(mine.about, int(since), int(number))


def hand_on(alert_id: str, since: int, number: int) -> HandOn | None:
    """Ask the next friend, or everyone, and owe the step after it; once for each step.

    Nothing is asked when the alert is over or somebody has its author. If another step comes next,
    for a round ended or somebody wrote meanwhile, that one is owed. The lock decides all races.
    """
    with change(*access.streams_of(alert_id)) as announce:
        alert = access.alert_told(alert_id)
        if alert is None:
            return None
        announce.hold(alert.streams)
        if not alert.is_open or alert.company:
            return None
        begun, coming = _next(alert)
        if (round(begun.timestamp() * MICROSECONDS), coming) != (since, number):
            promise_next(alert)
            return None
        return _make(alert, number, announce)


def _make(alert: UrgeAlert, number: int, announce: Announce) -> HandOn:
    since, friends = alert.alone_since, access.friends_of(alert)
    hearers = hearers_of(alert, friends)
    ids = {one.member_id for one in hearers if one.is_on_watch}
    on_watch = tuple(friend for friend in friends if friend.id in ids)
    kind, asked = ladder.kind_of(number), [one.named_id for one in alert.made if number]
    made = HandOn(since=since, number=number, kind=kind, watching=len(on_watch))
    made.named_id = ladder.named(kind, hearers, [one for one in asked if one])
    rung_id = ladder.stands_in(made.named_id, hearers)
    rung = next((friend for friend in friends if friend.id == rung_id), None)
    alert.hand_ons.append(made)
    db.session.flush()
    announce(HandedOn(made, tuple(friends), on_watch, rung))
    promise_next(alert)
    return made
