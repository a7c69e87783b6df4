"""Keeping promises: taken for a while, kept by one change each, tried again when that fails.

It runs beside the server in every web process, and in `flask worker`. While a worker is heard of,
web processes leave it to that. Holding makes any number of them safe.
"""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

import gevent
from flask import Flask, current_app
from gevent.pool import Pool
from sqlalchemy import delete

from accountability.core import clock, holding, promises, taking, workers
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.core.holding import put_off
from accountability.core.promises import (
    DUTIES,
    LASTS,
    OFTEN_ENOUGH,
    Held,
    Late,
    Later,
    Promise,
    held,
)

BEHIND_EVERY = 0.25  # seconds until a look while all that is due is behind something under way
GATHER = 0.05  # seconds in which more places may be left: one look for all of them costs less
FIRST_PAUSE = timedelta(seconds=2)

_places: ContextVar[Pool | None] = ContextVar("places_of_its_kind", default=None)


def _kinds(app: Flask) -> list[str]:
    return [one.kind for one in DUTIES.values() if one.can(app)]


def _pause(mine: Held) -> timedelta:
    """Twice as long after each try, and never the same for all that failed together."""
    pause = min(FIRST_PAUSE * 2 ** min(mine.tries, 20), DUTIES[mine.kind].longest_pause)
    return pause * random.uniform(0.5, 1)  # noqa: S311


def _let_go(mine: Held, fault: Exception) -> None:
    if isinstance(fault, Later):
        put_off(mine, fault.at, due_at=mine.due_at if fault.is_due else fault.at)
        return
    pause = _pause(mine)
    is_old = clock.now() + pause > mine.due_at + LASTS
    park = is_old and mine.tries + 1 >= OFTEN_ENOUGH
    said = "parked" if park else "put off"
    # Its text may hold an address or somebody's words, so only its kind is said.
    current_app.logger.error("promise %s %s: %s", mine.kind, said, type(fault).__name__)
    put_off(mine, clock.now() + pause, type(fault).__name__[:80], park=park)


def keep(mine: Held) -> bool:
    """Keep one promise; answers whether it is kept. Whatever goes wrong, it is owed on.

    It was due when it was taken: a clock that stepped back since does not make it early, or what
    renews itself would find the next one owed already, and end for good.
    """
    token = held.set(mine)
    try:
        with clock.not_before(mine.due_at):
            DUTIES[mine.kind].keep(mine)
        if not mine.is_kept:
            with quiet_change():  # it was not wanted any more, and that is its end
                pass
    except Late:
        return False
    except Exception as fault:  # noqa: BLE001 - whatever it was, it is said, and owed on
        db.session.rollback()
        held.set(None)  # letting it go is no part of its effect
        _let_go(mine, fault)
        return False
    finally:
        held.reset(token)
        holding.forget(mine)
        db.session.rollback()
    return True


def keep_due(app: Flask) -> int:
    """Keep everything that is due now, one after the other; answers how many were kept."""
    return sum(keep(mine) for mine in taking.take(_kinds(app)))


def _keep_apart(app: Flask, mine: Held, places: Pool) -> None:
    _places.set(places)
    try:
        with app.app_context():
            keep(mine)
    except Exception:  # the database is away: its hold ends, and it is taken again
        app.logger.exception("promise %s could not be settled", mine.kind)


def _look_where_full(places: Pool) -> None:
    """Look soon what may have the place that was left just now, if it is the only one."""
    if places.free_count() == 1:
        gevent.spawn_later(GATHER, promises.news.set)


def _leave_place(places: Pool, one: gevent.Greenlet) -> None:
    if one in places:
        places.discard(one)
        _look_where_full(places)


@contextmanager
def place_for(seconds: float) -> Iterator[None]:
    """Leave the place of its kind to the next after so long, and wait on without one.

    For what holds nothing while it waits: enough who wait for long would keep all others waiting.
    """
    places = _places.get()
    if places is None:
        yield
        return
    leaving = gevent.spawn_later(seconds, _leave_place, places, gevent.getcurrent())
    try:
        yield
    finally:
        leaving.kill(block=False)


def _turn(app: Flask, pools: dict[str, Pool]) -> float:
    """Begin what is due; answers how long nothing more can, unless a place is left or news come.

    Each kind has places of its own: a mail server that hangs holds up no push, and a circle whose
    lock is taken no call in another.
    """
    with app.app_context():
        kinds = [kind for kind in _kinds(app) if _free(pools, kind)]
        if due := taking.due(kinds):
            return 0 if _begin_each(app, pools, due) else BEHIND_EVERY
        return taking.seconds_to_next(kinds)


def _begin_each(app: Flask, pools: dict[str, Pool], due: list[str]) -> int:
    """Begin what is due of each kind; one that cannot be taken keeps no other from beginning."""
    begun, faults = 0, []
    for kind in due:
        try:
            begun += _begin(app, pools[kind], kind)
        except Exception as fault:  # noqa: BLE001 - raised once the others have begun
            db.session.rollback()
            faults.append(fault)
    if faults:
        raise faults[0]
    return begun


def _begin(app: Flask, places: Pool, kind: str) -> int:
    """Take as many of a kind as there are places, and begin each; answers how many."""
    taken = taking.take([kind], places.free_count())
    for mine in taken:
        begun = places.spawn(_keep_apart, app, mine, places)
        begun.rawlink(lambda _one: _look_where_full(places))
    return len(taken)


def _free(pools: dict[str, Pool], kind: str) -> int:
    """How many more of a kind may be under way."""
    return int(pools.setdefault(kind, Pool(DUTIES[kind].places)).free_count())


def run(app: Flask) -> None:
    """Keep promises until the process is to end; a fault ends no turn but its own."""
    pools: dict[str, Pool] = {}
    is_left, ask_at = False, float("-inf")
    gevent.spawn(holding.run, app)
    while not holding.ends.is_set():
        wait = taking.LOOK_EVERY
        try:
            if time.monotonic() >= ask_at:
                is_left = workers.is_left_to_one(app)
                ask_at = time.monotonic() + taking.LOOK_EVERY
            wait = taking.LOOK_EVERY if is_left else _turn(app, pools)
            workers.note_turn()
        except Exception:
            app.logger.exception("promises wait for the next turn")
        promises.news.wait(wait)
        promises.news.clear()


def forget_kept(before: datetime) -> None:
    """Delete the promises that were kept before a moment."""
    with quiet_change():
        db.session.execute(delete(Promise).where(Promise.kept_at < before))


def init_app(app: Flask) -> None:
    """Let the service keep its promises while it runs."""
    promises.watch_commits()
    app.extensions.setdefault("greenlets", []).append(run)
