"""What has to be so before this process does anything: or one sentence, and the end of it.

The server and the worker both call `begin`; neither finds out later that its database is another
one, or that its disk forgets what it was told to keep.
"""

import sys
from typing import NoReturn

import psycopg.waiting
from alembic import command
from alembic.util import CommandError
from flask import Flask
from gevent import monkey
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from accountability.core.extensions import db
from accountability.core.readiness import forms_of, schema_found

NEWER = (
    "The database belongs to a newer Steady than this one: start that one, or put back a copy "
    "from before."
)
OLDER = "The database is older than this Steady: start the service itself first, which renews it."
FORGETS = "The database keeps no safe journal ({found}): it has to lie on a local disk, in a file."
FULL = "2"
WANTED = {"journal_mode": "wal", "synchronous": FULL}


def refuse(sentence: object) -> NoReturn:
    """End the start with one sentence for the person at the terminal."""
    sys.stderr.write(f"{sentence}\n")
    sys.exit(2)


def _reason(fault: SQLAlchemyError) -> str:
    """What the database said, as one line without its full stop; never with a password."""
    said = str(getattr(fault, "orig", None) or fault).strip() or type(fault).__name__
    return said.splitlines()[0].rstrip(".:")


def _check_patched() -> None:
    """A driver that was loaded before gevent stops every greenlet while it waits."""
    ours = psycopg.waiting.wait is not getattr(psycopg.waiting, "wait_c", None)
    if not (monkey.is_module_patched("socket") and monkey.is_module_patched("select") and ours):
        refuse("The database's driver was loaded before gevent: start by wsgi.py.")


def _check_reached() -> None:
    try:
        db.session.execute(text("SELECT 1"))
        db.session.rollback()
    except SQLAlchemyError as fault:
        refuse(f"The database cannot be reached: {_reason(fault)}.")


def _check_journal() -> None:
    """Read back what a connection was told: some disks and all memories do not take it."""
    if db.engine.dialect.name != "sqlite":
        return
    found = {name: str(db.session.scalar(text(f"PRAGMA {name}"))) for name in WANTED}
    db.session.rollback()
    if found != WANTED:
        refuse(FORGETS.format(found=", ".join(f"{name} {one}" for name, one in found.items())))


def _found(app: Flask) -> str | None:
    """The form of the database, if this version knows it; None when there is none yet."""
    try:
        found = schema_found()
    except SQLAlchemyError:  # there is no such table: it is empty
        db.session.rollback()
        return None
    if found is not None and found not in forms_of(app).known:
        refuse(NEWER)
    return found


def _renew(app: Flask) -> None:
    """Bring the database to the newest form."""
    try:
        command.upgrade(app.extensions["migrate"].migrate.get_config(), "head")
    except CommandError:  # another process was quicker, and newer
        refuse(NEWER)
    except SQLAlchemyError as fault:
        refuse(f"The database cannot be brought up to date: {_reason(fault)}.")


def begin(app: Flask, *, renews: bool) -> None:
    """Return when the database is there, safe and of the newest form; else end the process.

    Whoever `renews` brings it to that form. A worker does not: it has nothing to do before the
    service is there.
    """
    _check_patched()
    with app.app_context():
        _check_reached()
        _check_journal()
        if _found(app) != forms_of(app).newest:
            _renew(app) if renews else refuse(OLDER)
