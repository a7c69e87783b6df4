"""Taking promises: the oldest that are due and free, held by whoever took them.

Any number of processes take at once: what one holds, no other has.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import and_, bindparam, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from accountability.core import clock, holding
from accountability.core.change import quiet_change
from accountability.core.columns import Moment, new_public_id
from accountability.core.extensions import db
from accountability.core.promises import DUTIES, OWED, Held, Promise

LOOK_EVERY = 1.0
AT_ONCE = 20


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
        .where(~_is_behind())
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
_OF_THESE = Promise.kind.in_(bindparam("kinds", expanding=True))
_NEXT: Any = select(func.min(Promise.free_at)).where(OWED, _OF_THESE)
_DUE: Any = (
    select(Promise.kind)
    .distinct()
    .where(OWED, _OF_THESE, Promise.free_at <= bindparam("now", type_=Moment()))
)


def due(kinds: list[str]) -> list[str]:
    """Those of these kinds of which something may be taken now."""
    found = set(db.session.scalars(_DUE, {"kinds": kinds, "now": clock.now()}))
    return [kind for kind in kinds if kind in found]


def seconds_to_next(kinds: list[str]) -> float:
    """Until the next promise of these kinds may be taken, or the next look."""
    free_at = db.session.scalar(_NEXT, {"kinds": kinds})
    wait = (free_at - clock.now()).total_seconds() if free_at else LOOK_EVERY
    return min(max(wait, 0), LOOK_EVERY)


def take(kinds: list[str], most: int = AT_ONCE) -> list[Held]:
    """Hold the oldest of these kinds that are due and free, for a few seconds: see `holding.py`."""
    now, mine = clock.now(), new_public_id()
    lease = max((DUTIES[kind].lease for kind in kinds), default=timedelta(0))
    until = now + min(lease, holding.HOLD)
    values = {"now": now, "mine": mine, "until": until, "kinds": kinds, "most": most}
    taking = _TAKE[db.engine.dialect.name == "postgresql"]
    with quiet_change():
        rows = db.session.execute(taking, values).all()
    taken = [Held(*row, mine, now + lease) for row in rows]  # type: ignore[call-arg]
    holding.note(taken)
    return sorted(taken, key=lambda one: (one.due_at, one.id))
