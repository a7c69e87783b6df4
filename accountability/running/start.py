"""Binding to the app what looks after the service while it runs."""

from flask import Flask

from accountability.core import readiness
from accountability.running import commands, metrics, watchdog


def init_app(app: Flask) -> None:
    """Note what this version knows, count, let the watchdog look, add the command of backups."""
    readiness.init_app(app)
    commands.init_app(app)
    metrics.init_app(app)
    watchdog.init_app(app)
