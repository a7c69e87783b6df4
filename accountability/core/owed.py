"""What is owed and late, and what was given up: for whoever runs the service."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy import func, select, update

from accountability.core import clock, seal
from accountability.core.extensions import db
from accountability.core.promises import DUTIES, OWED, Promise
from accountability.core.readiness import Finding, check

MOST_SHOWN = 200
LATE = 60.0  # seconds after which a promise is called late
GIVEN_UP = (Promise.parked_at.is_not(None), Promise.kept_at.is_(None))


def _kinds(app: Flask, *, outside: bool) -> list[str]:
    """The kinds that this service is able to keep: mail that is read in the outbox is not late."""
    return [one.kind for one in DUTIES.values() if one.outside is outside and one.can(app)]


def oldest_due(app: Flask, *, outside: bool) -> datetime | None:
    """Since when the oldest promise is due that is not kept; `outside` waits for others.

    What somebody put off to a moment of theirs (quiet hours, a midnight elsewhere) is due then.
    What failed or found no room is due from when it was.
    """
    due = Promise.due_at <= clock.now()
    mine = Promise.kind.in_(_kinds(app, outside=outside))
    return db.session.scalar(select(func.min(Promise.due_at)).where(OWED, due, mine))


def seconds_late(app: Flask, *, outside: bool) -> float:
    """How old the oldest due promise is; 0 when nothing is due."""
    since = oldest_due(app, outside=outside)
    return max((clock.now() - since).total_seconds(), 0.0) if since else 0.0


def parked() -> Sequence[Promise]:
    """What was tried often enough and given up, the latest first."""
    query = select(Promise).where(*GIVEN_UP)
    return db.session.scalars(query.order_by(Promise.parked_at.desc()).limit(MOST_SHOWN)).all()


def count_parked() -> int:
    """How many promises were given up."""
    query = select(func.count()).where(*GIVEN_UP)
    return db.session.scalar(query) or 0


def name_of(promise_id: int) -> str:
    """What an address calls a promise: it has no public id, and its number says how many."""
    return _names_of(promise_id)[0]


def _names_of(promise_id: int) -> list[str]:
    """Its name by each key: a page may be older than the newest one."""
    marks = seal.marks(str(promise_id), "promises")
    return [urlsafe_b64encode(mark[:16]).decode().rstrip("=") for mark in marks]


def parked_one(name: str) -> Promise | None:
    """A promise that was given up and is shown, if one is called so."""
    return next((one for one in parked() if name in _names_of(one.id)), None)


def owe_anew(promise_id: int) -> None:
    """Owe a parked promise from its first try, in the transaction under way.

    It is asked again, as always, whether it is still wanted: one of last week may end in silence.
    """
    now = clock.now()  # as if it were due only now, or its first fault would be its last
    anew = {
        "parked_at": None,
        "fault": None,
        "tries": 0,
        "hold": None,
        "due_at": now,
        "free_at": now,
    }
    owing = update(Promise).where(Promise.id == promise_id, *GIVEN_UP).values(**anew)
    db.session.execute(owing.execution_options(synchronize_session=False))
    db.session.info["promised"] = True


@check("oldest_due_promise")
def _oldest(_app: Flask) -> Finding:
    late = round(seconds_late(current_app, outside=False), 1)
    db.session.rollback()
    return Finding(late < LATE, late)
