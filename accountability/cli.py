"""Commands of the service: `flask --app wsgi …`."""

from flask import Flask

from accountability.accounts.commands import staff
from accountability.demo import demo


def init_app(app: Flask) -> None:
    """Add the commands to the app."""
    app.cli.add_command(staff)
    app.cli.add_command(demo)
