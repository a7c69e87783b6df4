"""The bus between processes: quick while it is there, and nothing is lost or late without it."""

from __future__ import annotations

import json
import time

import pytest
from redis import Redis

from accountability.realtime.busline import MARK
from tests.kit import cast
from tests.kit.cast import at

QUICK = 0.5  # heads alone, each three seconds, would take three times as long on average
ANSWER, WHOLE_AGAIN, SEEN = 2.0, 2.0, 4.0
RETURNED = 2.0  # three tenths of a second until it is asked again, the rest for a busy machine


@pytest.fixture
def mo(pair, room, dial):
    """The socket of Mo at the other process, where nothing is written."""
    return dial(at(pair[1], room.mo))


def state_of(wire):
    """What the greeting says of the bus now."""
    before = len(wire.heard(name="hello"))
    wire.emit("hello", {})
    give_up = time.monotonic() + 5
    while len(wire.heard(name="hello")) == before and time.monotonic() < give_up:
        time.sleep(0.01)
    return wire.heard(name="hello")[-1].payload["bus"]


def wait_for_state(wire, wanted, within):
    give_up = time.monotonic() + within
    while (said := state_of(wire)) != wanted:
        assert time.monotonic() < give_up, f"the bus is said to be {said}"
        time.sleep(0.3)


def heads_of(wire, stream):
    """The last number of a stream that this socket was told, by a card or a head."""
    heads = [frame.payload["heads"].get(stream, 0) for frame in wire.heard(name="heads")]
    cards = [frame.payload for frame in wire.heard(name="cards")]
    return max([0, *heads, *(told["seq"] for told in cards if told["stream"] == stream)])


def seconds_until_told(wire, stream, seq, within):
    begun = time.monotonic()
    while heads_of(wire, stream) < seq:
        assert time.monotonic() - begun < within, f"not told of {seq} within {within} s"
        time.sleep(0.01)
    return time.monotonic() - begun


def say(room, text):
    """Words of Ben at the first process: their number, and how long the answer took."""
    begun = time.monotonic()
    seqs = cast.say(room.ben, room.circle, text).expect(201).json["seqs"]
    return seqs[room.stream], time.monotonic() - begun


def test_words_said_at_one_process_are_on_screens_of_the_other_at_once(pair, room, mo):
    wait_for_state(mo, "fine", 5)
    took = []
    for number in range(20):
        seq, _ = say(room, f"across {number}")
        took.append(seconds_until_told(mo, room.stream, seq, SEEN))

    shown = [frame.payload["seq"] for frame in mo.heard(name="cards")]
    assert len(shown) >= 20, "heads told of it, not the bus"
    assert sorted(took)[10] < QUICK, took


def test_a_frozen_bus_holds_up_no_answer_and_is_whole_again_at_once(room, mo, valkey):
    wait_for_state(mo, "fine", 5)
    valkey.freeze()
    try:
        for number in range(4):
            seq, took = say(room, f"frozen {number}")
            assert took < ANSWER
            assert seconds_until_told(mo, room.stream, seq, SEEN) < SEEN
        wait_for_state(mo, "degraded", 5)
    finally:
        valkey.thaw()
    time.sleep(WHOLE_AGAIN)
    wait_for_state(mo, "fine", 5)

    say(room, "after the frost")

    mo.wait_for("event", "cards", SEEN)  # heads alone would do without the bus
    assert state_of(mo) == "fine"


def test_the_last_words_before_a_silence_are_seen_though_the_bus_was_dead(room, mo, valkey):
    for turn in range(6):  # by the heads' own look each three seconds, one would come later
        wait_for_state(mo, "fine", 5)
        valkey.kill()
        seq, took = say(room, f"and then nothing more {turn}")
        time.sleep(0.2)
        valkey.start()

        assert took < ANSWER
        assert seconds_until_told(mo, room.stream, seq, SEEN) < RETURNED


def a_line_of_each_process(line):
    """The last of what was heard when both have spoken: none of them rests after a dead bus."""
    ear, speakers = line.pubsub(), set()
    ear.psubscribe("steady:*")
    for one in ear.listen():
        if one["type"] == "pmessage":
            speakers.add(json.loads(one["data"][MARK:])[0])
            if len(speakers) == 2:
                return one
    return None


def test_nobody_else_can_speak_on_the_bus(room, mo, valkey):
    wait_for_state(mo, "fine", 5)
    line = Redis.from_url(valkey.url)
    heard = a_line_of_each_process(line)
    said = json.dumps(["somebody", [["typing", [list(range(1, 99)), {"alert": "x"}]]]]).encode()

    for forged in (said, heard["data"][:MARK] + said, b"0" * MARK + said, b""):
        line.publish(heard["channel"], forged)
    seq, _ = say(room, "said after all that")
    give_up = time.monotonic() + SEEN
    while seq not in {frame.payload["seq"] for frame in mo.heard(name="cards")}:
        assert time.monotonic() < give_up, "the bus is not listened to any more"
        time.sleep(0.01)

    assert mo.heard(name="typing") == []
