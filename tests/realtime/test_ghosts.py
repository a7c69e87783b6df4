"""A socket that no connection stands for is swept, and nobody else."""

from __future__ import annotations

import pytest

from accountability.realtime import sockets, sweeping
from accountability.realtime.server import socketio


@pytest.fixture(autouse=True)
def swept(open_line):
    """Nothing is left of the sockets of other tests."""
    sweeping.sweep()


def test_a_ghost_is_forgotten_and_counted_and_the_living_stay(open_line):
    (ghost, engine), (alive, _) = open_line(), open_line()
    for sid in (ghost, alive):
        sockets.add(sockets.Live(sid, 1, 1, as_data=True))
    socketio.server.eio.sockets.pop(engine.sid)  # its connection ended while it was joining
    before = sweeping.swept

    first, second = sweeping.sweep(), sweeping.sweep()

    assert (first, second, sweeping.swept - before) == (1, 0, 1)
    assert list(sockets.live) == [alive]
    assert socketio.server.manager.is_connected(alive, "/")
    assert not socketio.server.manager.is_connected(ghost, "/")


def test_a_name_kept_of_a_socket_that_is_not_joined_is_forgotten_too(open_line):
    sockets.add(sockets.Live("nobody", 1, 1, as_data=True))

    assert sweeping.sweep() == 1
    assert not sockets.live
