"""Keeping promises: taken for a while, kept by one change each, tried again when that fails.

It runs beside the server in every web process, and in `flask worker`. While a worker is heard of,
web processes leave it to that. Holding makes any number of them safe.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

import gevent
from flask import Flask, current_app
from gevent.pool import Pool
from sqlalchemy import and_, bindparam, delete, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from accountability.core import clock, holding, promises, workers
from accountability.core.change import quiet_change
from accountability.core.columns import Moment, new_public_id
from accountability.core.extensions import db
from accountability.core.holding import put_off
from accountability.core.promises import DUTIES, LASTS, OWED, Held, Late, Later, Promise, held

LOOK_EVERY = 1.0
AT_ONCE = 20
FIRST_PAUSE = timedelta(seconds=2)

_places: ContextVar[Pool | None] = ContextVar("places_of_its_kind", default=None)


def _is_behind() -> Any:
    """Whether another of its kind about the same thing is under way, or comes before it.

    Both would wait for the same lock, in two of the few places that are there for everybody.
    """
    other, now = aliased(Promise), bindparam("now", type_=Moment())
    is_under_way = and_(other.hold.is_not(None), other.free_at > now)
    is_before = and_(other.free_at <= now, other.id < Promise.id)
    same = (other.kind == Promise.kind, other.about == Promise.about, other.id != Promise.id)
    owed = (other.kept_at.is_(None), other.parked_at.is_(None))
    return exists().where(*same, *owed, or_(is_under_way, is_before))


def _take_of(*, is_postgres: bool) -> Any:
    """Take the oldest that are free; on PostgreSQL without waiting for whoever takes others."""
    free = (
        select(Promise.id)
        .where(OWED, Promise.free_at <= bindparam("now", type_=Moment()))
        .where(Promise.kind.in_(bindparam("kinds", expanding=True)))
        .where(or_(Promise.kind.not_in(bindparam("aside", expanding=True)), ~_is_behind()))
        .order_by(Promise.free_at)
        .limit(bindparam("most"))
    )
    if is_postgres:
        free = free.with_for_update(skip_locked=True)
    chosen = free.cte("free")  # PostgreSQL may run a subquery anew for each row, past its limit
    return (
        update(Promise)
        .where(Promise.id.in_(select(chosen.c.id)), OWED)
        .values(
            hold=bindparam("mine"),
            free_at=bindparam("until", type_=Moment()),
        )
        .returning(
            Promise.id, Promise.kind, Promise.key, Promise.about, Promise.due_at, Promise.tries
        )
        .execution_options(synchronize_session=False)
    )


_TAKE = {is_postgres: _take_of(is_postgres=is_postgres) for is_postgres in (True, False)}
_NEXT: Any = select(func.min(Promise.free_at)).where(
    OWED, Promise.kind.in_(bindparam("kinds", expanding=True))
)


def _kinds(app: Flask, *, aside: bool) -> list[str]:
    return [one.kind for one in DUTIES.values() if one.aside is aside and one.can(app)]


def next_free(kinds: list[str]) -> datetime | None:
    """When the next promise of these kinds may be taken."""
    try:
        return db.session.scalar(_NEXT, {"kinds": kinds})
    finally:
        db.session.rollback()


def take(kinds: list[str], most: int = AT_ONCE) -> list[Held]:
    """Hold the oldest of these kinds that are due and free, for a few seconds: see `holding.py`."""
    now, mine = clock.now(), new_public_id()
    lease = max((DUTIES[kind].lease for kind in kinds), default=timedelta(0))
    until = now + min(lease, holding.HOLD)
    aside = [kind for kind in kinds if DUTIES[kind].aside]
    values = {"now": now, "mine": mine, "until": until, "kinds": kinds, "most": most}
    values["aside"] = aside
    taking = _TAKE[db.engine.dialect.name == "postgresql"]
    with quiet_change():
        rows = db.session.execute(taking, values).all()
    taken = [Held(*row, mine, now + lease) for row in rows]  # type: ignore[call-arg]
    holding.note(taken)
    return sorted(taken, key=lambda one: (one.due_at, one.id))


def _pause(mine: Held) -> timedelta:
    """Twice as long after each try, and never the same for all that failed together."""
    pause = min(FIRST_PAUSE * 2 ** min(mine.tries, 20), DUTIES[mine.kind].longest_pause)
    return pause * random.uniform(0.5, 1)  # noqa: S311


def _let_go(mine: Held, fault: Exception) -> None:
    if isinstance(fault, Later):
        put_off(mine, fault.at, due_at=mine.due_at if fault.is_due else fault.at)
        return
    pause = _pause(mine)
    park = clock.now() + pause > mine.due_at + LASTS
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
    kinds = [*_kinds(app, aside=False), *_kinds(app, aside=True)]
    return sum(keep(mine) for mine in take(kinds))


def _keep_apart(app: Flask, mine: Held, places: Pool | None = None) -> None:
    _places.set(places)
    try:
        with app.app_context():
            keep(mine)
    except Exception:  # the database is away: its hold ends, and it is taken again
        app.logger.exception("promise %s could not be settled", mine.kind)


def _leave_place(places: Pool, one: gevent.Greenlet) -> None:
    if one in places:
        places.discard(one)


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
    """Do what is due; answers how long nothing will be.

    Each kind that waits has places of its own: a mail server that hangs holds up no push, and a
    circle whose lock is taken no call in another. Each begins once it is taken, and before what is
    kept one after the other: that may wait for locks, and a later kind may be refused.
    """
    with app.app_context():
        here = _kinds(app, aside=False)
        beside = [kind for kind in _kinds(app, aside=True) if _free(pools, kind)]
        free_at = next_free([*here, *beside])
        wait = (free_at - clock.now()).total_seconds() if free_at else LOOK_EVERY
        if wait > 0:
            return min(wait, LOOK_EVERY)
        for kind in beside:
            for mine in take([kind], _free(pools, kind)):
                pools[kind].spawn(_keep_apart, app, mine, pools[kind])
        taken = take(here) if here else []
    for mine in taken:
        _keep_apart(app, mine)
    return 0 if taken else 0.05


def _free(pools: dict[str, Pool], kind: str) -> int:
    """How many more of a kind may be under way."""
    return int(pools.setdefault(kind, Pool(DUTIES[kind].places)).free_count())


def run(app: Flask) -> None:
    """Keep promises until the process is to end; a fault ends no turn but its own."""
    pools: dict[str, Pool] = {}
    gevent.spawn(holding.run, app)
    while not holding.ends.is_set():
        wait = LOOK_EVERY
        try:
            if not workers.is_left_to_one(app):
                wait = _turn(app, pools)
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
