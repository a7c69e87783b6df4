"""Whether an alert was dropped: asked of the rows, apart from what should have handed it on."""

import time

from flask import Flask

from accountability.core.extensions import db
from accountability.running import figures

EVERY = 15.0


def look(app: Flask) -> int:
    """Say it as a fault if alerts were dropped; answers how many."""
    count = figures.dropped()
    db.session.rollback()
    if count:
        app.logger.error("%d alerts were neither answered nor handed on for 75 seconds", count)
    return count


def init_app(app: Flask) -> None:
    """Let it look while the service runs, in every process of it."""
    for kind in ("greenlets", "worker_greenlets"):
        app.extensions.setdefault(kind, []).append(run)


def run(app: Flask) -> None:
    """Look for as long as the process lives; what was due while nothing ran is handed on first."""
    while True:
        time.sleep(EVERY)
        try:
            with app.app_context():
                look(app)
        except Exception:
            app.logger.exception("it is not known whether alerts were dropped")
