"""Forgetting what is due to be forgotten: hourly while the service runs, or by `flask forget`."""

from datetime import timedelta

import click
import gevent
from flask import Flask, current_app
from flask.cli import with_appcontext

from accountability.accounts.asked import forget_turns
from accountability.circles import access
from accountability.circles import services as circles
from accountability.core import clock
from accountability.core.extensions import db
from accountability.core.keeping import forget_kept
from accountability.core.outgoing import forget_words
from accountability.notifications.forgetting import forget_deliveries
from accountability.notifications.reaching import forget_devices
from accountability.urges import services as urges
from accountability.watches import services as watches

EVERY = 3600.0
KEPT_FOR = timedelta(days=7)  # what was promised and kept, to see what happened


def _forget_circles() -> None:
    for circle in access.to_forget():
        urges.forget_alerts(circle)
        circles.forget_words(circle)


def _forget_mail() -> None:
    forget_words(clock.now())


def _forget_promises() -> None:
    forget_kept(clock.now() - KEPT_FOR)


STEPS = (
    _forget_circles,
    circles.forget_deleted,
    forget_turns,
    forget_devices,
    forget_deliveries,
    urges.forget_earlier_notes,
    watches.forget_old,
    _forget_mail,
    _forget_promises,
)


def forget() -> None:
    """Delete what is due to be deleted; what cannot be now holds back nothing else."""
    for step in STEPS:
        try:
            step()
        except Exception:
            current_app.logger.exception("forgetting failed; trying again in an hour")
            db.session.rollback()


def _run(app: Flask) -> None:
    while True:
        try:
            with app.app_context():
                forget()
        except Exception:
            app.logger.exception("forgetting failed; trying again in an hour")
        gevent.sleep(EVERY)


@click.command("forget")
@with_appcontext
def command() -> None:
    """Delete what is due to be deleted now."""
    forget()


def init_app(app: Flask) -> None:
    """Let the service forget while it runs, and by a command."""
    app.extensions.setdefault("greenlets", []).append(_run)
    app.cli.add_command(command)
