"""A bus that never comes: everything arrives all the same, a little later."""

from __future__ import annotations

import pytest

from tests.kit import cast
from tests.kit.cast import at
from tests.kit.service import free_port
from tests.many.test_bus import ANSWER, say, seconds_until_told


@pytest.fixture(scope="module")
def pair(open_pair):
    with open_pair(REDIS_URL=f"redis://127.0.0.1:{free_port()}/0") as both:
        yield both


# A look is made each third second, and a process that could not look for fifteen cuts all sockets.
# Between the two there is room for a busy machine.
SOON = 8


def test_without_its_bus_the_other_process_tells_all_the_same(pair, room, dial):
    mo = dial(at(pair[1], room.mo))

    assert mo.heard(name="hello")[0].payload["bus"] == "degraded"
    for number in range(4):
        seq, took = say(room, f"late {number}")
        assert took < ANSWER
        seconds_until_told(mo, room.stream, seq, SOON)


def test_a_browser_ended_at_one_process_is_cut_at_the_other_by_a_look(pair, room, dial):
    wire = dial(at(pair[1], room.mo))

    cast.end_other_browsers(room.mo)

    assert wire.closed.wait(SOON)
