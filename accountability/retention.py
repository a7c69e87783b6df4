"""Forgetting what is due to be forgotten: hourly while the service runs, or by `flask forget`."""

from datetime import timedelta

import click
import gevent
from flask import Flask
from flask.cli import with_appcontext

from accountability.accounts.asked import forget_turns
from accountability.circles import access
from accountability.circles import services as circles
from accountability.core import clock
from accountability.core.keeping import forget_kept
from accountability.core.outgoing import forget_words
from accountability.notifications.reaching import forget_devices
from accountability.urges import services as urges

EVERY = 3600.0
KEPT_FOR = timedelta(days=7)  # what was promised and kept, to see what happened


def forget() -> None:
    """Delete the words of circles that closed long ago, and what was taken away days ago."""
    for circle in access.to_forget():
        urges.forget_alerts(circle)
        circles.forget_words(circle)
    circles.forget_deleted()
    forget_turns()
    forget_devices()
    urges.forget_earlier_notes()
    forget_words(clock.now())
    forget_kept(clock.now() - KEPT_FOR)


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
