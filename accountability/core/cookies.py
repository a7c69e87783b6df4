"""Session cookies go by the one time of all processes.

A cookie from the future counts as forged, so whoever signed in at a machine whose clock is ahead
would be signed out at the others, and everybody by a clock that falls back. Links in letters are
signed alike.
"""

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from accountability.core import clock


class Signer(TimestampSigner):
    """Says when it signed by the clock that every "now" is asked of."""

    def get_timestamp(self) -> int:
        """This second."""
        return int(clock.now().timestamp())


class Cookies(SecureCookieSessionInterface):
    """Flask's own sessions, with that signer."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """What signs a session and reads it back."""
        made = super().get_signing_serializer(app)
        if made is not None:
            made.signer = Signer
        return made
