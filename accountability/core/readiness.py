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


def newest_schema(app: Flask) -> str | None:
    """The form of the database that this version was written for."""
    settings = app.extensions["migrate"].migrate.get_config()
    return ScriptDirectory.from_config(settings).get_current_head()


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
    is_newest = schema_found() == _known(app)
    return Finding(is_newest, "fine" if is_newest else "not of this version")


def _known(app: Flask) -> str | None:
    """The newest form, read from the folder of migrations once."""
    if "newest_schema" not in app.extensions:
        app.extensions["newest_schema"] = newest_schema(app)
    found: str | None = app.extensions["newest_schema"]
    return found


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
        """How everything is, not older than a second; no slower than two."""
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
