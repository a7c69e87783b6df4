"""Requests that stand in line: some who stop at a gate, and many that ask at once."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from flask import session

from accountability.core import lines
from tests.cast import apart


@contextmanager
def gate(app) -> Iterator[tuple[threading.Event, list[str]]]:
    """Whoever looks at their own page stops here until it opens; who came so far, by name."""
    opens, came = threading.Event(), []

    def stop() -> None:
        if not opens.is_set():
            came.append(session["_user_id"])
            opens.wait(30)

    app.before_request_funcs.setdefault("accounts", []).append(stop)
    try:
        yield opens, came
    finally:
        opens.set()
        app.before_request_funcs["accounts"].remove(stop)


@contextmanager
def asking(browser, path: str, often: int, how: str = "get") -> Iterator[list[int]]:
    """So many requests of one person at once; their codes as they are answered."""
    codes: list[int] = []
    ask = getattr(browser, how)
    asks = [
        threading.Thread(target=lambda: codes.append(ask(path).status_code)) for _ in range(often)
    ]
    for one in asks:
        one.start()
    yield codes
    for one in asks:
        one.join(30)


class Dripping(io.RawIOBase):
    """A body of which nothing comes until it opens."""

    def __init__(self) -> None:
        self.begun, self.opens = threading.Event(), threading.Event()
        self.at = 0

    def tell(self) -> int:
        return self.at

    def seek(self, at, whence=io.SEEK_SET) -> int:
        self.at = 100 if whence == io.SEEK_END else at
        return self.at

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer) -> int:
        self.begun.set()
        self.opens.wait(30)
        return 0


@contextmanager
def dripping(browser) -> Iterator[None]:
    """As many forms of one sign-in as are answered at once, which do not come to an end."""
    bodies = [Dripping() for _ in range(lines.AT_ONCE)]
    form = "application/x-www-form-urlencoded"

    def send(body) -> None:
        apart(browser.client.post, "/", input_stream=body, content_type=form)

    sends = [threading.Thread(target=send, args=[body]) for body in bodies]
    for one in sends:
        one.start()
    assert all(body.begun.wait(10) for body in bodies)
    try:
        yield
    finally:
        for body in bodies:
            body.opens.set()
        for one in sends:
            one.join(30)


def wait_for(question) -> bool:
    give_up = time.monotonic() + 10
    while not question() and time.monotonic() < give_up:
        time.sleep(0.01)
    return bool(question())
