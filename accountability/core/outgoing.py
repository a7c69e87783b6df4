"""Sending the mail that is owed; without SMTP it stays in the local outbox."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Let the service send its mail while it runs."""
