"""The invariant about who was taken out is silent on a good history and speaks on a bad one."""

from __future__ import annotations

import pytest

from tests.faults.hygiene import grown
from tests.faults.rights import authority

GONE = {
    "at": 10,
    "what": "removed",
    "who": "Vic",
    "stream": "circle",
    "streams": ["alert"],
    "seq": 7,
    "within": 1,
}
CUT = [
    {"at": 1, "what": "opened", "who": "Vic", "wire": 1},
    {"at": 10.5, "what": "cut", "who": "Vic", "wire": 1},
]


def frame(at, *streams, name="cards", seq=7, who="Vic"):
    told = {"at": at, "what": "frame", "who": who, "name": name, "streams": list(streams)}
    return told | {"seq": seq}


def read(begun, code, seq=7):
    facts = {"what": "read", "who": "Vic", "stream": "circle", "begun": begun, "code": code}
    return facts | {"at": begun + 1, "seq": seq}


def raised(begun, stream):
    asked = {"at": begun, "what": "invoke", "key": "k", "kind": "alert", "who": "Ana"}
    asked |= {"circle": "circle", "about": None, "words": None, "other": False}
    seqs = {stream: 1, "circle": 9}
    done = {"at": begun, "what": "ok", "key": "k", "id": "a", "seqs": seqs, "other": False}
    return [asked, done]


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        (CUT, 0),
        (CUT[:1], 1),
        ([CUT[0], CUT[1] | {"at": 11.5}], 1),
        ([frame(9, "circle"), frame(10.5, "circle"), frame(12, "other", seq=9)], 0),
        ([frame(9.9, "circle", seq=8)], 1),
        ([frame(11.5, "circle")], 1),
        ([frame(11.5, "alert", name="typing")], 1),
        ([frame(11.5, "alert", name="typing", who="Ana")], 0),
        ([frame(11.5, "mine", "circle", name="heads")], 1),
        ([read(9.5, 200), read(10.5, 404)], 0),
        ([read(10.5, 200)], 1),
        ([read(9.5, 200, seq=8)], 1),
        ([*raised(10.2, "new"), frame(10.5, "new")], 1),
        ([*raised(5, "old"), frame(10.5, "old")], 0),
        ([*raised(10.2, "alert"), frame(10.5, "alert")], 0),
        ([*raised(5, "old"), frame(11.5, "old")], 1),
    ],
)
def test_who_was_taken_out_hears_and_reads_nothing_after_it(rows, wrong):
    assert len(list(authority([GONE, *rows]))) == wrong


@pytest.mark.parametrize(
    ("now", "wrong"),
    [({}, 0), ({"memory": 109}, 0), ({"memory": 111}, 1), ({"files": 25}, 1), ({"ghosts": 1}, 1)],
)
def test_what_a_process_holds_is_what_it_held_before(now, wrong):
    before = {"memory": 100, "files": 20, "sockets": 8, "ghosts": 0}
    assert len(list(grown(before, before | now))) == wrong
