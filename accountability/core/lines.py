"""Lines in which requests wait: so many of each are answered at once, the others wait for those.

One account with forty connections held up everybody's press. Its requests hold up one another;
what found no place in time is refused, but never a call for help: those go on two at a time.

Each stands in two lines. The first is that of the sign-in: the cookie names it, so that it needs no
database and comes before the body. The second is that of the account, for all of its sign-ins that
are live. So whoever has a cookie that ended holds up only who has the same one.

Whoever only reads or says what they see passes a gate that is one for all, besides: few accounts
that read without end made everybody's press wait for a second and more.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import Any

from flask import Flask, g, request, session
from flask_login import current_user
from werkzeug.exceptions import TooManyRequests

from accountability.core.extensions import db

AT_ONCE = 6  # what a browser opens to one host
PATIENCE = 20.0  # for both lines
CALLS_AT_ONCE = 2  # besides, of those that found no place: they wait for as long as it takes
MOST_POLLS = 24
READS_AT_ONCE = 8  # of everybody: more than one account has, so that nobody alone fills them
READING = {"GET", "HEAD"}
LOOKS = re.compile(r"/([^/]+/[^/]+/(sightings|looks)|news/looks)")  # never counted, as reads
CALLS = re.compile(r"(/circles/[^/]+)?/alerts|/alerts/[^/]+/(calls|withdrawal)")


@dataclass(slots=True)
class Line:
    """The requests of one sign-in or account under way here, and how many of its polls wait."""

    places: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(AT_ONCE))
    calls: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(CALLS_AT_ONCE))
    people: int = 0
    polls: int = 0


_lines: dict[Any, Line] = {}
_reads = BoundedSemaphore(READS_AT_ONCE)


def _join(name: Any) -> Line:
    line = _lines.setdefault(name, Line())
    line.people += 1
    g.lines[name] = line
    return line


def _wait(places: BoundedSemaphore) -> bool:
    """Wait for a place; False for a call that found none. Raises TooManyRequests for the rest."""
    found = places.acquire(timeout=max(0.0, g.patient_until - time.monotonic()))
    if found:
        g.places.append(places)
    elif not _is_call():
        raise TooManyRequests
    return found


def _is_free(places: BoundedSemaphore) -> bool:
    """Take a place if there is one just now."""
    found = places.acquire(blocking=False)
    if found:
        g.places.append(places)
    return found


def _call(line: Line) -> None:
    line.calls.acquire()  # never before the body came: two that drip would keep all others waiting
    g.places.append(line.calls)


def _enter() -> None:
    """Wait in the line of the sign-in that the cookie names: it is signed."""
    mark = session.get("_user_id")
    if not isinstance(mark, str) or request.endpoint == "static":
        return
    g.lines, g.places, g.patient_until = {}, [], time.monotonic() + PATIENCE
    _wait(_join((mark, session.get("sign_in"))).places)


def _shut(line: Line) -> list[BoundedSemaphore]:
    """Take what is free; answers what to wait for. Who waits in a line has no place at the gate."""
    is_read = request.method in READING or LOOKS.fullmatch(request.path)
    gates = [line.places, _reads] if is_read else [line.places]
    while gates and _is_free(gates[0]):
        del gates[0]
    return gates


def come_in() -> None:
    """Wait in the line of the account, if the sign-in is live. The body has come by then."""
    if "lines" in g and not g.places:
        _call(*g.lines.values())
    if "lines" not in g or not current_user.is_authenticated:
        return
    line = _join(session["_user_id"])
    gates = _shut(line)
    if gates:
        db.session.rollback()  # who waits holds no connection, and is looked up anew after it
        del g._login_user
    for gate in gates:
        if not _wait(gate):
            _call(line)


def _is_call() -> bool:
    """Whether somebody calls for help, asks again, or takes it back: that waits for no place."""
    return request.method == "POST" and CALLS.fullmatch(request.path) is not None


def _leave(_fault: BaseException | None = None) -> None:
    for place in g.pop("places", ()):
        place.release()
    for name, line in g.pop("lines", {}).items():
        line.people -= 1
        if not line.people:
            _lines.pop(name, None)


@contextmanager
def stepping_aside() -> Iterator[bool]:
    """Wait for something without a place in a line; False if too many of the account do so."""
    line = g.get("lines", {}).get(session.get("_user_id"), Line())
    if line.polls >= MOST_POLLS:
        yield False
        return
    line.polls += 1
    places = g.pop("places", [])
    for place in places:
        place.release()
    try:
        yield True
    finally:
        line.polls -= 1
        g.places = [place for place in places if place.acquire(timeout=PATIENCE)]


def init_app(app: Flask) -> None:
    """Let requests stand in the line of their sign-in; `come_in` is bound where it is looked up."""
    app.before_request(_enter)
    app.teardown_request(_leave)
