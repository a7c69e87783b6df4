"""Commands of the service: `flask --app wsgi …`."""

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from accountability.accounts.commands import staff
from accountability.core import streams
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.demo import demo
from accountability.working import work


@click.command("new-epoch")
@with_appcontext
def new_epoch() -> None:
    """Begin another history; run it after a backup was restored."""
    with quiet_change():
        name = streams.begin_epoch()
    where = db.engine.url.render_as_string(hide_password=True)
    click.echo(f"The epoch is {name} now, in {where}: every open page reads anew.")


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Keep promises and serve nobody; run two or more beside the web processes."""
    work(current_app._get_current_object())  # type: ignore[attr-defined]


def init_app(app: Flask) -> None:
    """Add the commands to the app."""
    app.cli.add_command(staff)
    app.cli.add_command(demo)
    app.cli.add_command(new_epoch)
    app.cli.add_command(worker)
