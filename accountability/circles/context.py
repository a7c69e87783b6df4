"""What every page knows about the circles of who is looking."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Give templates the circles of the account."""
