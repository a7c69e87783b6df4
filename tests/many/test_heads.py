"""Without any bus heads tell: of an open alert each second, of everything each third."""

from __future__ import annotations

import time

import pytest

from tests.kit.cast import at
from tests.many.test_bus import say, seconds_until_told

# A look each second tells after half of one, and each third after one and a half. Of so many, one
# may be late on a busy machine; each third would be seen in 98 of 100 runs.
MEDIAN, NEARLY_ALL, OF_ALL, TURNS = 1.0, 2.0, 4.0, 12


@pytest.fixture(scope="module")
def pair(open_pair, postgres):
    with open_pair(postgres.fresh_database()) as both:
        yield both


def test_words_to_who_asks_come_within_a_second_and_all_others_within_three(pair, room, dial):
    alert = room.ana.post(f"/circles/{room.circle}/alerts").expect(201).json["id"]
    stream, mo = room.ana.stream_of(alert)["id"], dial(at(pair[1], room.mo))
    said, took = set(), []

    for number in range(TURNS):
        time.sleep(number % 3 * 0.4)  # at no one moment of the look
        done = room.ben.post(f"/alerts/{alert}/responses", text=f"here {number}").expect(201)
        said.add((stream, done.json["seqs"][stream]))
        took.append(seconds_until_told(mo, stream, done.json["seqs"][stream], OF_ALL))
    for number in range(2):
        seq, _ = say(room, f"and to all {number}")
        said.add((room.stream, seq))
        seconds_until_told(mo, room.stream, seq, OF_ALL)

    took.sort()
    assert took[TURNS // 2] < MEDIAN and took[-2] < NEARLY_ALL, took
    # What the other process does by itself, such as a step of the ladder, its sockets are told.
    cards = [frame.payload for frame in mo.heard(name="cards")]
    assert said.isdisjoint((one["stream"], one["seq"]) for one in cards), "a bus told of it"
