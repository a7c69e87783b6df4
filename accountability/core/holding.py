"""Holding what was taken: from second to second while it is under way, and no longer.

One try may take long, and a process may die meanwhile. Whatever it held is free within seconds of
that, and what a process hands back is free at once.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from threading import Event
from typing import Any

import gevent
from flask import Flask
from sqlalchemy import bindparam, update

from accountability.core import clock
from accountability.core.change import quiet_change
from accountability.core.columns import Moment
from accountability.core.extensions import db
from accountability.core.logs import kind_of
from accountability.core.promises import OWED, Held, Promise

HOLD, EVERY = timedelta(seconds=3.5), 1.0
PATIENCE = 1.0  # seconds for handing back: what is not is free when its hold ends

ends = Event()  # this process takes no more
_here: dict[str, Held] = {}

_HOLD_ON: Any = (
    update(Promise)
    .where(Promise.id.in_(bindparam("ids", expanding=True)), OWED)
    .where(Promise.hold.in_(bindparam("holds", expanding=True)))
    .values(free_at=bindparam("until", type_=Moment()))
    .execution_options(synchronize_session=False)
)


def note(taken: Iterable[Held]) -> None:
    """Note what this process holds from now on."""
    _here.update({f"{one.id}:{one.hold}": one for one in taken})


def forget(mine: Held) -> None:
    """Hold this no more: it is kept, or somebody else has it."""
    _here.pop(f"{mine.id}:{mine.hold}", None)


def hold_on() -> None:
    """Hold what is under way for some seconds more, as long as it may take.

    So what a process held is free within seconds of its death, also where one try takes long.
    """
    until = clock.now() + HOLD
    mine = [one for one in list(_here.values()) if one.ends_at > until]
    if mine:
        names = {"ids": [one.id for one in mine], "holds": [one.hold for one in mine]}
        with quiet_change():
            db.session.execute(_HOLD_ON, {"until": until, **names})


def run(app: Flask) -> None:
    """Hold on to it for as long as this process takes any."""
    while not ends.wait(EVERY):
        try:
            with app.app_context():
                hold_on()
        except Exception:
            app.logger.exception("what is under way may be taken by others too")


def put_off(
    mine: Held,
    until: datetime,
    fault: str | None = None,
    *,
    park: bool = False,
    due_at: datetime | None = None,
) -> None:
    """Let it go until then, if it is still ours. Only a fault counts as a try.

    It stays due when it was, unless another moment is named for that.
    """
    parked_at = clock.now() if park else None
    ours = (Promise.id == mine.id, Promise.hold == mine.hold, Promise.kept_at.is_(None))
    tries = mine.tries + bool(fault)
    values = {"free_at": until, "hold": None, "fault": fault, "tries": tries}
    values |= {"parked_at": parked_at, "due_at": due_at or mine.due_at}
    with quiet_change():
        db.session.execute(update(Promise).where(*ours).values(**values))


def hand_back() -> None:
    """Take no more and let go of all that this process holds, for it ends: others take that."""
    ends.set()
    for mine in list(_here.values()):
        put_off(mine, clock.now(), None)


def part(app: Flask, last: Callable[[], None]) -> None:
    """Hand back what is held and do this last, within a second; say so if that cannot be.

    Whoever waits for a database that stands still cannot be called off, so it is left behind.
    """
    parting = gevent.spawn(_part, app, last)
    parting.join(PATIENCE)
    fault = parting.value if parting.ready() else "no answer in time"
    if fault:
        app.logger.error("what is under way was not handed back, and is free in seconds: %s", fault)


def _part(app: Flask, last: Callable[[], None]) -> str | None:
    try:
        with app.app_context():
            hand_back()
            last()
    except Exception as fault:  # noqa: BLE001 - whatever it was, it must not hold the end
        return kind_of(fault)
    return None
