"""Commands of the service: `flask --app wsgi …`."""

import click
from flask import Flask
from flask.cli import with_appcontext

from accountability.accounts.commands import staff
from accountability.core import streams
from accountability.core.change import quiet_change
from accountability.demo import demo


@click.command("new-epoch")
@with_appcontext
def new_epoch() -> None:
    """Begin another history; run it after a backup was restored."""
    with quiet_change():
        name = streams.begin_epoch()
    click.echo(f"The epoch is {name} now: every open page reads anew.")


def init_app(app: Flask) -> None:
    """Add the commands to the app."""
    app.cli.add_command(staff)
    app.cli.add_command(demo)
    app.cli.add_command(new_epoch)
