"""Codes of an authenticator app, each of which works once."""

from typing import Any

from flask_security import Totp


class OnceTotp(Totp):
    """Remembers the last code that was used: neither it nor an older one works again."""

    def get_last_counter(self, user: Any) -> int | None:
        """The step of the last code that this account used."""
        return user.totp_counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        """Remember the step of the code that was just used."""
        user.totp_counter = tmatch.counter
