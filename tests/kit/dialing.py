"""Opening sockets as somebody, for the fixtures of tests that talk to running services."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.client.http import Browser
from tests.client.wire import Wire


@contextmanager
def dialing() -> Iterator[Callable[..., Wire]]:
    """Open a socket as somebody, past its `hello`; all are closed when the block ends."""
    wires: list[Wire] = []

    def open_wire(browser: Browser, **how: object) -> Wire:
        wires.append(Wire(browser, **how))  # type: ignore[arg-type]
        wires[-1].wait_for("event", "hello")
        return wires[-1]

    yield open_wire
    for wire in wires:
        wire.close()
