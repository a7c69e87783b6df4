"""Whether this process may be sent people: named checks, asked at most once a second.

A feature adds its own with `@check("bus")`. One that is not `needed` is told and keeps nobody
away: a bus that is down makes things later, and a late promise is not made earlier by fewer
processes.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import gevent
from alembic.script import ScriptDirectory
from flask import Flask
from gevent.lock import Semaphore
from sqlalchemy import text

from accountability.core.extensions import db

FRESH = 1.0  # seconds for which an answer stands: strangers may ask as often as they like
PATIENCE = 2.0
SILENT = "no answer"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: whether it is well, and one word or number about it."""

    is_well: bool
    says: str | float


Check = Callable[[Flask], Finding]
CHECKS: dict[str, tuple[Check, bool]] = {}


def check(name: str, *, needed: bool = False) -> Callable[[Check], Check]:
    """Let a function say how one thing is. It is called within an app context."""

    def register(function: Check) -> Check:
        CHECKS[name] = (function, needed)
        return function

    return register


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of the database that this version knows, and the one it was written for."""

    newest: str | None
    known: frozenset[str]


def forms_of(app: Flask) -> Forms:
    """The forms that were known when this process started."""
    found: Forms = app.extensions["forms"]
    return found


def schema_found() -> str | None:
    """The form that the database has; None if it has none."""
    try:
        return db.session.scalar(text("SELECT version_num FROM alembic_version"))
    finally:
        db.session.rollback()


@check("database", needed=True)
def _database(_app: Flask) -> Finding:
    db.session.execute(text("SELECT 1"))
    db.session.rollback()
    return Finding(is_well=True, says="fine")


@check("schema", needed=True)
def _schema(app: Flask) -> Finding:
    """Well with a form that nobody here knows: a later version gave it, which leaves us working."""
    found, forms = schema_found(), forms_of(app)
    if found is None:
        return Finding(is_well=False, says="missing")
    if found not in forms.known:
        return Finding(is_well=True, says="of a later version")
    is_newest = found == forms.newest
    return Finding(is_newest, "fine" if is_newest else "of an earlier version")


def _found(app: Flask, function: Check) -> Finding:
    try:
        with app.app_context():
            return function(app)
    except Exception as fault:  # noqa: BLE001 - whatever it is, the answer is no
        return Finding(is_well=False, says=type(fault).__name__)


@dataclass
class Readiness:
    """The last answer of one service. Whoever asks meanwhile gets the same one."""

    app: Flask
    turn: Semaphore = field(default_factory=Semaphore)
    found: dict[str, Finding] = field(default_factory=dict)
    asked_at: float = -FRESH

    def ask(self) -> dict[str, Finding]:
        """How everything is, not older than a second.

        It takes two seconds at most for a turn, and two for a look.
        """
        if not self.turn.acquire(timeout=PATIENCE):
            return dict.fromkeys(CHECKS, Finding(is_well=False, says=SILENT))
        try:
            if time.monotonic() - self.asked_at >= FRESH:
                self.found = self._look()
                self.asked_at = time.monotonic()
            return self.found
        finally:
            self.turn.release()

    def _look(self) -> dict[str, Finding]:
        asked = {
            name: gevent.spawn(_found, self.app, one) for name, (one, _needed) in CHECKS.items()
        }
        gevent.joinall(list(asked.values()), timeout=PATIENCE)
        silent = Finding(is_well=False, says=SILENT)
        return {name: one.value if one.ready() else silent for name, one in asked.items()}


def ask(app: Flask) -> tuple[bool, dict[str, Any]]:
    """Whether people may be sent here, and what each check says."""
    found = app.extensions.setdefault("readiness", Readiness(app)).ask()
    is_ready = all(found[name].is_well for name, (_one, needed) in CHECKS.items() if needed)
    return is_ready, {name: one.says for name, one in found.items()}


def init_app(app: Flask) -> None:
    """Read which forms this version knows: later another one may lie in the folder it came from."""
    with app.app_context():
        settings = app.extensions["migrate"].migrate.get_config()
    versions: Any = ScriptDirectory.from_config(settings)
    known = frozenset(one.revision for one in versions.walk_revisions())
    app.extensions["forms"] = Forms(versions.get_current_head(), known)
