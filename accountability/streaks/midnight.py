"""Each midnight where a member lives, what the new day reached is marked and shown."""

from datetime import date, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload, lazyload

from accountability.accounts.events import SettingsChanged
from accountability.core import cards, clock
from accountability.core.change import change
from accountability.core.extensions import db
from accountability.core.promises import Held, Later, keeps, promise
from accountability.streaks import access
from accountability.streaks.events import DayTurned, JourneyBegun, MilestoneReached
from accountability.streaks.models import Journey
from accountability.streaks.services import mark_due, streams_of

KIND = "midnight"
ONE_DAY = timedelta(days=1)
PLACES = 8  # at once: one waits for all circles of its owner, and others write in them just now

_JOURNEY = (  # built once: it takes longer than asking
    select(Journey)
    .where(Journey.public_id == bindparam("about"))
    .options(joinedload(Journey.account), lazyload(Journey.slips))
)


def promise_midnight(journey: Journey) -> None:
    """Owe the next midnight of this journey's owner, once for each day and zone."""
    zone, account = journey.account.zone, journey.account.public_id
    day = clock.today_in(zone) + ONE_DAY
    due_at = clock.first_moment(zone, day)
    promise(KIND, journey.public_id, due_at=due_at, key=f"{account}:{zone}:{day}")


@keeps(KIND, places=PLACES)
def keep_midnight(mine: Held) -> None:
    """Turn the day, unless its owner lives in another zone by now, which has midnights of its own.

    A service that was down finds every length that was reached meanwhile. Countries change their
    rules: by those of now the day that was owed may begin later, and then it turns later.
    """
    journey = db.session.scalar(_JOURNEY, {"about": mine.about})
    _, zone, day = mine.key.split(":")[:3]
    if journey is None or zone not in ("", journey.account.zone):
        return
    begins = clock.first_moment(zone, date.fromisoformat(day)) if zone else mine.due_at
    if clock.now() < begins:
        raise Later(begins)
    turn_day(journey)


def turn_day(journey: Journey) -> None:
    """Mark what today's streak reached, show the days anew, and owe the next midnight."""
    account = journey.account
    with change(*streams_of(account)) as announce:
        announce.hold(streams_of(account))
        yesterday = clock.today_in(account.zone) - ONE_DAY
        announce(DayTurned(journey, journey.streak(yesterday).days))
        for milestone in mark_due(account, journey):
            announce(MilestoneReached(milestone))
        promise_midnight(journey)


@cards.before_commit(JourneyBegun)
def begin(event: JourneyBegun) -> None:
    """A journey has midnights from its first day on."""
    promise_midnight(event.journey)


@cards.before_commit(SettingsChanged)
def move(event: SettingsChanged) -> None:
    """Who lives in another zone has other midnights, and may have another day already."""
    journey, zone = access.journey_of(event.account.id), event.account.zone
    if journey is not None and event.has_moved:
        promise_midnight(journey)
        now, day = clock.now(), clock.today_in(zone)
        key = f"{event.account.public_id}:{zone}:{day}:{now.timestamp():.0f}"
        promise(KIND, journey.public_id, due_at=now, key=key)
