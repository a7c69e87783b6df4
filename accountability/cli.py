"""Commands of the service: `flask --app wsgi …`."""

from flask import Flask

from accountability.accounts.commands import staff


def init_app(app: Flask) -> None:
    """Add the commands to the app."""
    app.cli.add_command(staff)
