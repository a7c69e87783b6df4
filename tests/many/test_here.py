"""Who is here: said in the room of an alert alone, across processes, of those who came."""

from __future__ import annotations

import time

import pytest

from tests.kit import cast
from tests.kit.cast import at

TOLD, GRACE, GONE = 4.0, 5.0, 14.0


@pytest.fixture
def alert(room):
    """An open alert of Ana that Ben has taken."""
    made = room.ana.post(f"/circles/{room.circle}/alerts").expect(201).json["id"]
    room.ben.post(f"/alerts/{made}/claims").expect(201)
    yield made
    room.ana.post(f"/alerts/{made}/resolution", outcome="held").expect(201)


def names_at(wire):
    """Who is here, as the last word at this screen has it; None while nothing was said."""
    said = wire.heard(name="here")
    return [one["name"] for one in said[-1].payload["members"]] if said else None


def wait_for_names(wire, wanted, within):
    give_up = time.monotonic() + within
    while names_at(wire) != wanted:
        assert time.monotonic() < give_up, f"{names_at(wire)} are said to be here"
        time.sleep(0.05)


def test_who_came_is_shown_across_processes_and_leaves_after_a_while(pair, room, alert, dial):
    ana, ben = dial(room.ana), dial(at(pair[1], room.ben))
    mo, elsewhere = dial(at(pair[1], room.mo)), dial(room.mo)

    for wire in (ana, mo, ben):
        assert wire.emit("looking", {"alert": alert}) is True
    wait_for_names(ana, ["Ben"], TOLD)
    wait_for_names(mo, ["Ben"], TOLD)  # Mo only looks, and is not said to be here
    assert ben.emit("looking", {"alert": None}) is True
    time.sleep(GRACE)
    still = names_at(ana)
    wait_for_names(ana, [], GONE - GRACE)

    assert still == ["Ben"], "a tunnel is no leave"
    assert elsewhere.heard(name="here") == [], "who is not in the room was told"


def test_that_somebody_writes_is_seen_at_the_other_process(pair, room, alert, dial):
    ana, ben, cleo = dial(at(pair[1], room.ana)), dial(room.ben), dial(at(pair[1], room.cleo))

    assert ben.emit("typing", {"alert": alert}) is True

    heard = ana.wait_for("event", "typing").payload
    assert (heard["alert"], heard["name"]) == (alert, "Ben")
    assert cleo.heard(name="typing") == []


def test_nobody_else_looks_in_and_who_was_removed_is_told_no_more(pair, room, alert, dial):
    ana, ben = dial(at(pair[1], room.ana)), dial(room.ben)
    mo, cleo = dial(room.mo), dial(room.cleo)

    assert cleo.emit("looking", {"alert": alert}) is False
    for wire in (ana, mo):
        assert wire.emit("looking", {"alert": alert}) is True
    cast.remove(room.ana, room.me["Mo"])
    assert ben.emit("looking", {"alert": alert}) is True
    wait_for_names(ana, ["Ben"], TOLD)

    assert mo.heard(name="here") == [] and cleo.heard(name="here") == []


@pytest.fixture
def joined(room):
    """Cleo, of the circle by now."""
    cast.bring(room.ana, room.circle, room.cleo, "Cleo")
    return room.cleo.stream_of(room.circle)["me"]


def test_who_was_removed_at_the_other_process_is_told_nothing_before_the_line_ends(
    pair, room, joined, alert, dial, valkey
):
    ana, ben, cleo = dial(room.ana), dial(room.ben), dial(room.cleo)
    for wire in (ana, cleo):
        assert wire.emit("looking", {"alert": alert}) is True

    valkey.freeze()  # so that this process learns of it from the database alone
    try:
        cast.remove(at(pair[1], room.ana), joined)
        assert ben.emit("looking", {"alert": alert}) is True
        wait_for_names(ana, ["Ben"], TOLD)
    finally:
        valkey.thaw()

    assert cleo.heard(name="here") == []
