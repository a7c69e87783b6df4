"""Without any bus heads tell: of an open alert each second, of everything each third."""

from __future__ import annotations

import time

import pytest

from tests.kit.cast import at
from tests.many.test_bus import say, seconds_until_told

OF_ALERTS, OF_ALL = 2.0, 4.0  # a second more than the look takes, for a busy machine
TURNS = 12  # one that came with the rest only would be seen in 99 of 100 runs


@pytest.fixture(scope="module")
def pair(open_pair, postgres):
    with open_pair(postgres.fresh_database()) as both:
        yield both


def test_words_to_who_asks_come_within_a_second_and_all_others_within_three(pair, room, dial):
    alert = room.ana.post(f"/circles/{room.circle}/alerts").expect(201).json["id"]
    stream, mo = room.ana.stream_of(alert)["id"], dial(at(pair[1], room.mo))

    for number in range(TURNS):
        time.sleep(number % 3 * 0.4)  # at no one moment of the look
        said = room.ben.post(f"/alerts/{alert}/responses", text=f"here {number}").expect(201)
        seconds_until_told(mo, stream, said.json["seqs"][stream], OF_ALERTS)
    for number in range(2):
        seq, _ = say(room, f"and to all {number}")
        seconds_until_told(mo, room.stream, seq, OF_ALL)

    assert mo.heard(name="cards") == [], "a bus told of it"
