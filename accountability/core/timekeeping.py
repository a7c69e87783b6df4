"""One time for all processes: that of PostgreSQL, asked every second.

Machines' clocks differ and jump; one that is ten minutes ahead would end claims that were just
made. On SQLite there is one machine, and its clock is the time.
"""

import time

from flask import Flask
from sqlalchemy import text

from accountability.core import clock
from accountability.core.extensions import db

EVERY = 1.0
SLOWEST = 0.5  # seconds: of an answer that took longer nobody knows when it was true


def ask(app: Flask) -> None:
    """Let `clock.now` go by the database's clock, if the database is a server with its own."""
    with app.app_context():
        if db.engine.dialect.name != "postgresql":
            return
        db.session.connection()  # connecting takes longer than asking
        before = time.monotonic()
        moment = db.session.scalar(text("SELECT clock_timestamp()"))
        after = time.monotonic()
        if after - before <= SLOWEST or not clock.is_followed():
            clock.follow(moment, (before + after) / 2)
        db.session.rollback()


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
