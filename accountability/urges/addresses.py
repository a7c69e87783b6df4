"""Where one goes after an act on an alert."""

from typing import Any

from flask import url_for


def room_of(made: Any) -> str:
    """The room of the alert that something belongs to: itself, a claim, words, a cheer."""
    alert_id = getattr(made, "of_id", None) or getattr(made, "alert", made).public_id
    return url_for("urges.room", alert_id=alert_id)


def numbers(_made: Any) -> str:
    """The page of one's own numbers."""
    return url_for("kit.numbers")
