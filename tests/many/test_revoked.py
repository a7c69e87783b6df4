"""Who may hear no longer hears nothing more, whichever process their sockets are at."""

from __future__ import annotations

import time

import pytest

from tests.kit import cast
from tests.kit.cast import at
from tests.many.test_bus import wait_for_state

# Told by the bus; those who look by themselves do so each three seconds. A quarter of a second is
# what the trials of the faults demand, for which nothing runs beside them.
CUT, CUT_WITHOUT_BUS = 1.0, 3.5


@pytest.fixture
def circle(people):
    """A circle for one test to take somebody out of."""
    return cast.start_room(people)


@pytest.fixture
def wires(pair, circle, dial):
    """Ben's sockets, one at each process, and Mo's at the second."""
    mo = dial(at(pair[1], circle.mo))
    wait_for_state(mo, "fine", 5)
    return [dial(circle.ben), dial(at(pair[1], circle.ben))], mo


def seconds_until_closed(wires, since, within):
    for wire in wires:
        assert wire.closed.wait(within), "still open"
    return time.monotonic() - since


def test_a_removed_member_is_cut_in_both_processes_and_hears_no_more(circle, wires):
    bens, mo = wires

    cast.remove(circle.ana, circle.me["Ben"])
    took = seconds_until_closed(bens, time.monotonic(), CUT_WITHOUT_BUS)
    said = cast.say(circle.ana, circle.circle, "among ourselves").expect(201).json["id"]

    assert took < CUT
    mo.wait_for("event", "cards")
    assert not any(wire.was_told(said) for wire in bens)
    assert not mo.closed.is_set()
    assert not any(wire.heard(name="revoked") for wire in bens), "they are still signed in"


def test_a_browser_ended_at_one_process_is_cut_at_the_other_at_once(pair, circle, wires):
    there = wires[0][1]

    cast.end_other_browsers(circle.ben)
    took = seconds_until_closed([there], time.monotonic(), CUT_WITHOUT_BUS)

    assert took < CUT
    assert there.heard(name="revoked")[0].payload == {"why": "signed_out"}


def test_while_the_bus_is_frozen_the_database_cuts_a_removed_member(circle, wires, valkey):
    bens, _mo = wires
    valkey.freeze()
    try:
        cast.remove(circle.ana, circle.me["Ben"])
        begun = time.monotonic()

        assert seconds_until_closed(bens, begun, CUT_WITHOUT_BUS) < CUT_WITHOUT_BUS
    finally:
        valkey.thaw()
