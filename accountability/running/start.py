"""Binding to the app what looks after the service while it runs."""

from flask import Flask

from accountability.running import commands, metrics, watchdog


def init_app(app: Flask) -> None:
    """Begin to count, let the watchdog look, and add the command of backups."""
    commands.init_app(app)
    metrics.init_app(app)
    watchdog.init_app(app)
