"""One time for all processes: that of PostgreSQL, asked every second, or on SQLite the machine's.

Machines' clocks differ and jump; one that is ten minutes ahead would end claims that were just
made. One that is set back would put off by as much whatever is owed. So on SQLite time goes on
then, a little slower, until the machine's clock has caught up.
"""

import json
import os
import time
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from accountability.core import clock
from accountability.core.extensions import db

EVERY = 1.0
SLOWEST = 0.5  # seconds: of an answer that took longer nobody knows when it was true
SLOWER = timedelta(seconds=0.1)  # in each second, while the machine's clock is behind
SET_BACK, WRONG = timedelta(seconds=1), timedelta(days=1)
BOOT = Path("/proc/sys/kernel/random/boot_id")  # Linux: what says which `time.monotonic` it is


def ask(app: Flask) -> None:
    """Let `clock.now` go by the database's clock, or by the machine's if it has none of its own."""
    with app.app_context():
        (_ask_server if db.engine.dialect.name == "postgresql" else _look_here)(app)


def _ask_server(_app: Flask) -> None:
    db.session.connection()  # connecting takes longer than asking
    before = time.monotonic()
    moment = db.session.scalar(text("SELECT clock_timestamp()"))
    after = time.monotonic()
    if after - before <= SLOWEST or not clock.is_followed():
        clock.follow(moment, (before + after) / 2)
    db.session.rollback()


def _look_here(app: Flask) -> None:
    moment, heard_at = clock.of_machine(), time.monotonic()
    gone_on = clock.now() if clock.is_followed() else _found(app, moment, heard_at)
    if gone_on - moment > SET_BACK:
        _leave(app, gone_on, heard_at)
    clock.follow(max(moment, gone_on - SLOWER), heard_at)


def _kept(app: Flask) -> Path:
    return Path(app.instance_path, "clock")


def _boot() -> str:
    return BOOT.read_text("ascii").strip()


def _leave(app: Flask, moment: datetime, heard_at: float) -> None:
    """Leave the time to whoever starts meanwhile: processes that differ by an hour undo much."""
    fresh = _kept(app).with_name(f"clock.{os.getpid()}")
    with suppress(OSError):  # a full disk, or another system: who starts then has another time
        fresh.write_text(json.dumps([_boot(), moment.isoformat(), heard_at]))
        fresh.replace(_kept(app))


def _found(app: Flask, moment: datetime, heard_at: float) -> datetime:
    """The time of those who ran when the clock was set back, since this machine started.

    A clock that was ahead by more than a day was wrong before, and a restart is there to end that.
    """
    try:
        boot, left, left_at = json.loads(_kept(app).read_text())
        gone_on = datetime.fromisoformat(left) + timedelta(seconds=heard_at - left_at)
        is_ours = boot == _boot() and gone_on - moment < WRONG
    except (OSError, ValueError):
        return moment
    return gone_on if is_ours else moment


def run(app: Flask) -> None:
    """Ask every second, for as long as the process lives; without an answer, time goes on."""
    while True:
        try:
            ask(app)
        except Exception:
            app.logger.exception("the time could not be asked; it goes on from the last answer")
        time.sleep(EVERY)


def init_app(app: Flask) -> None:
    """Let the service go by that time while it runs."""
    app.extensions.setdefault("greenlets", []).append(run)
