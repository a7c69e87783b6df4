"""In front of the socket: origin, number of connections and sign-in are checked before the upgrade.

None of Flask's hooks runs for `/socket.io/`, and thirty connections of nobody once stopped a
server.
"""

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from flask import Flask
from flask_login import current_user
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from accountability.core.extensions import db
from accountability.core.logs import kind_of
from accountability.core.origins import own_origins
from accountability.realtime import turns

MOST_PER_ADDRESS = 40
MOST_PER_ACCOUNT = 12  # more than may join: what never joins must not fill the address
MOST_VISITS, VISITS_SECONDS = 20, 10.0  # each visit is greeted, which costs more than any event
MANY_ACCOUNTS = 5_000
ACCOUNT = "steady.account"
PATH = "/socket.io/"
LINES = {
    400: "400 Bad Request",
    401: "401 Unauthorized",
    403: "403 Forbidden",
    429: "429 Too Many Requests",
    503: "503 Service Unavailable",
}


def _asks_for_socket(environ: dict[str, Any]) -> bool:
    """Whether this asks for the one kind of socket that there is."""
    asked = parse_qs(environ.get("QUERY_STRING", ""))
    is_ours = asked.get("transport") == ["websocket"] and asked.get("EIO") == ["4"]
    return is_ours and "sid" not in asked and environ.get("HTTP_UPGRADE", "").lower() == "websocket"


class Gate:
    """The WSGI layer around Socket.IO and the app."""

    def __init__(self, app: Flask, inner: Any) -> None:
        self.app = app
        self.inner = inner
        self.open: Counter[str] = Counter()
        self.visits: dict[str, deque[float]] = {}

    def is_own_origin(self, origin: str, environ: dict[str, Any]) -> bool:
        """Whether a page of this origin may open a socket."""
        return origin in own_origins(self.app.config["STEADY"].public_url, environ)

    def _account(self, environ: dict[str, Any]) -> str | None:
        """Whose cookie this is, if it signs somebody in."""
        with self.app.request_context(environ):
            try:
                return current_user.public_id if current_user.is_authenticated else None
            finally:
                db.session.remove()

    def _refusal(self, environ: dict[str, Any]) -> int | None:
        if not _asks_for_socket(environ):
            return 400
        if not self.is_own_origin(environ.get("HTTP_ORIGIN", ""), environ):
            return 403
        if self.open[environ.get("REMOTE_ADDR", "")] >= MOST_PER_ADDRESS:
            return 429
        if f"{self.app.config['SESSION_COOKIE_NAME']}=" not in environ.get("HTTP_COOKIE", ""):
            return 401
        with turns.at_gate():  # what was refused so far cost nothing, and holds up nobody
            return self._refusal_of_person(environ)

    def _refusal_of_person(self, environ: dict[str, Any]) -> int | None:
        try:
            account = environ[ACCOUNT] = self._account(environ)
        except (DBAPIError, PoolTimeout) as fault:
            self.app.logger.warning("it cannot be asked who comes: %s", kind_of(fault))
            return 503  # nobody can tell who comes: a later visit will
        if account is None:
            return 401
        too_many = self.open[account] >= MOST_PER_ACCOUNT or self._comes_too_often(account)
        return 429 if too_many else None

    def _comes_too_often(self, account: str) -> bool:
        """Count a visit, unless it is one too many within ten seconds."""
        since = time.monotonic() - VISITS_SECONDS
        if len(self.visits) > MANY_ACCOUNTS:
            self.visits = {who: times for who, times in self.visits.items() if times[-1] > since}
        times = self.visits.setdefault(account, deque(maxlen=MOST_VISITS))
        if len(times) == MOST_VISITS and times[0] > since:
            return True
        times.append(time.monotonic())
        return False

    def _let_in(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        counted = (environ.get("REMOTE_ADDR", ""), environ[ACCOUNT])
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)  # deflate costs 90 KB for each socket
        self.open.update(counted)
        try:
            return self.inner(environ, start)
        finally:
            self.open.subtract(counted)
            self.open += Counter()  # forgets whoever has none left

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Let a request through, or refuse a socket with a bare line."""
        if not environ.get("PATH_INFO", "").startswith(PATH.rstrip("/")):
            return self.inner(environ, start)
        refused = self._refusal(environ)
        if refused is None:
            return self._let_in(environ, start)
        start(LINES[refused], [("Content-Type", "text/plain"), ("Content-Length", "0")])
        return [b""]
