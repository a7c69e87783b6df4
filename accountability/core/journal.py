"""One line for each request, and its number: how the service is used, never by whom.

A layer around everything, the socket too. It knows the route's pattern, and so no id; who wants to
hear of every answer (the log, the metrics) puts a listener into `app.extensions["answered"]`.
"""

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

import structlog
from flask import Flask, request
from werkzeug.wsgi import ClosingIterator

NAME = re.compile(r"[0-9a-f-]{16,64}")  # no word of anybody can be written so
PAGE = "steady.journal"  # what is noted of one request: layers within may copy its environ
SOCKET = "/socket.io/"
NO_ROUTE = "none"
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
UPGRADED = 101  # nobody says it: the socket's own layer writes it to the wire


@dataclass(frozen=True, slots=True)
class Answered:
    """One request, as it may be told of: no path, no query, no address and nobody's id."""

    method: str
    route: str
    code: int
    seconds: float


Listener = Callable[[Answered], None]


def listeners(app: Flask) -> list[Listener]:
    """Who hears of every answer of this service."""
    heard: list[Listener] = app.extensions.setdefault("answered", [])
    return heard


def _note_route() -> None:
    route = request.url_rule.rule if request.url_rule else NO_ROUTE
    request.environ.get(PAGE, {})["route"] = route
    structlog.contextvars.bind_contextvars(route=route)


class Journal:
    """The WSGI layer that names each request and tells of its answer once it is out."""

    def __init__(self, app: Flask, inner: Any) -> None:
        self.app = app
        self.inner = inner

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer under the name that a proxy gave, or under one of our own."""
        given = environ.get("HTTP_X_REQUEST_ID", "")
        name = given if NAME.fullmatch(given) else token_hex(16)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=name)
        begun = time.monotonic()
        page = environ[PAGE] = {"route": NO_ROUTE, "code": UPGRADED}

        def started(line: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            page["code"] = int(line[:3])
            return start(line, [*headers, ("X-Request-ID", name)], *more)

        def tell() -> None:
            self._tell(environ, page, time.monotonic() - begun)

        try:
            return ClosingIterator(self.inner(environ, started), tell)
        except BaseException:
            page["code"] = 500
            tell()
            raise

    def _tell(self, environ: dict[str, Any], page: dict[str, Any], seconds: float) -> None:
        method = environ.get("REQUEST_METHOD", "")
        is_socket = environ.get("PATH_INFO", "").startswith(SOCKET)
        route = SOCKET if is_socket else page["route"]
        done = Answered(method if method in METHODS else "other", route, page["code"], seconds)
        for listener in listeners(self.app):
            listener(done)


def init_app(app: Flask) -> None:
    """Note the route of every request; bound before anything that may answer at once."""
    app.before_request(_note_route)
