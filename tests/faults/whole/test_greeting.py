"""Greetings that come too late, that fail, and whose client is gone: no ghost stays."""

from __future__ import annotations

import time

import pytest
import websocket

from tests.client.wire import SocketRefused, Wire
from tests.faults.hygiene import grown, held_by
from tests.faults.world import World

TURNS, SWEPT = 60, 10.0


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    program = ["-m", "tests.faults.whole.slow_greeting"]
    with World(tmp_path_factory.mktemp("world"), web=1, workers=0, program=program) as world:
        yield world


def visit(world, turn):
    """Come as somebody; every third one is gone before it was greeted."""
    person = world.people[turn % len(world.people)]
    try:
        wire = Wire(person.at(world.ports[0]))
    except (SocketRefused, OSError, websocket.WebSocketException):
        return None
    if turn % 3 == 0:
        wire.drop()
        return None
    return wire


def visit_all(world):
    wires = []
    for turn in range(TURNS):
        wires.append(visit(world, turn))
        time.sleep(0.1)
    time.sleep(6)  # beyond the latest greeting and the ping timeout after it
    return [wire for wire in wires if wire is not None]


def test_no_greeting_however_bad_leaves_a_ghost(world):
    for wire in visit_all(world):  # so that everything is loaded that is ever used
        wire.close()
    time.sleep(SWEPT)
    before = held_by(world.web[0])

    wires = visit_all(world)
    greeted = [wire for wire in wires if wire.heard(name="hello")]
    for wire in wires:
        wire.close()
    time.sleep(SWEPT)

    assert 5 < len(greeted) < TURNS
    assert list(grown(before, held_by(world.web[0]))) == []
    assert "a fault of ours" in world.words()
