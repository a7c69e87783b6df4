"""A line for each account: so many of its requests are answered at once, the others wait in it.

One account with forty connections held up everybody's press for seconds. Its requests hold up one
another; what found no place in time is refused, but never a call for help: that goes on without.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import BoundedSemaphore

from flask import Flask, g, request, session
from werkzeug.exceptions import TooManyRequests

AT_ONCE = 6  # what a browser opens to one host
PATIENCE = 20.0
MOST_POLLS = 24
CALLS = re.compile(r"(/circles/[^/]+)?/alerts|/alerts/[^/]+/(calls|withdrawal)")


@dataclass(slots=True)
class Line:
    """The requests of one account under way here, and how many of its polls wait."""

    places: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(AT_ONCE))
    people: int = 0
    polls: int = 0


_lines: dict[str, Line] = {}


def _enter() -> None:
    """Wait for a place. The cookie's mark says whose line: it is signed, and asks no database."""
    mark = session.get("_user_id")
    if not isinstance(mark, str) or request.endpoint == "static":
        return
    line = _lines.setdefault(mark, Line())
    line.people += 1
    g.line = (mark, line)
    g.has_place = line.places.acquire(timeout=PATIENCE)
    if not g.has_place and not _is_call():
        _go(mark, line)
        raise TooManyRequests


def _is_call() -> bool:
    """Whether somebody calls for help, asks again, or takes it back: that waits for no place."""
    return request.method == "POST" and CALLS.fullmatch(request.path) is not None


def _go(mark: str, line: Line) -> None:
    g.pop("line", None)
    line.people -= 1
    if not line.people:
        _lines.pop(mark, None)


def _leave(_fault: BaseException | None = None) -> None:
    if g.pop("has_place", False):
        g.line[1].places.release()
    if "line" in g:
        _go(*g.line)


@contextmanager
def stepping_aside() -> Iterator[bool]:
    """Wait for something without a place in the line; False if too many of the account do so."""
    _mark, line = g.get("line", ("", Line()))
    if line.polls >= MOST_POLLS:
        yield False
        return
    line.polls += 1
    had_place = g.pop("has_place", False)
    if had_place:
        line.places.release()
    try:
        yield True
    finally:
        line.polls -= 1
        if had_place:
            g.has_place = line.places.acquire(timeout=PATIENCE)


def init_app(app: Flask) -> None:
    """Let every request of somebody who is signed in stand in their line."""
    app.before_request(_enter)
    app.teardown_request(_leave)
