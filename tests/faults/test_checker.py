"""The invariants themselves: each is silent on a good history and speaks on a bad one."""

from __future__ import annotations

import pytest

from tests.faults import bounds, checker
from tests.faults.reached import arrivals_of

MEMBERS = {"s": ["Ana", "Ben"]}
OWNERS = {"Ben by socket": "Ben"}


def invoke(at, key="k1", kind="message", words="hello", **more):
    row = {"at": at, "what": "invoke", "key": key, "kind": kind, "who": "Ana", "circle": "s"}
    return row | {"about": None, "words": words, "other": False} | more


def ok(at, key="k1", seq=1, made="m1", **more):
    row = {"at": at, "what": "ok", "key": key, "id": made, "seqs": {"s": seq}, "other": False}
    return row | more


def card(at, seq, made="m1", screen="Ben by socket"):
    shown = ["message", made]
    return {"at": at, "what": "card", "screen": screen, "stream": "s", "card": shown, "seq": seq}


def message(seq=1, words="hello", made="m1"):
    return {("message", made): {"seq": seq, "first": seq, "data": {"text": words}}}


def alert(seq, first=1):
    return {("alert", "a1"): {"seq": seq, "first": first, "data": {"note": "help me"}}}


SAID = [invoke(1), ok(2)]
PRESSED = [invoke(1, kind="alert", words="help me"), ok(2, made="a1")]
CLAIMED = [invoke(3, "k2", "claim", None, about="a1"), ok(4, "k2", 5, "c1")]


def both(view, other=None):
    return {"Ana": {"s": view}, "Ben": {"s": view if other is None else other}}


@pytest.mark.parametrize(
    ("rows", "final", "wrong"),
    [
        (SAID, both(message()), 0),
        (SAID, both(message(), {}), 1),
        (SAID, both(message(seq=2)), 2),
        (SAID, both(message() | message(2, made="m2")), 2),
        (PRESSED, both(alert(seq=4)), 0),
        (PRESSED, both(alert(seq=4, first=2)), 2),
        (PRESSED + CLAIMED, both(alert(seq=5)), 0),
        (PRESSED + CLAIMED, both(alert(seq=4)), 2),
    ],
)
def test_what_was_acknowledged_is_in_every_final_read_once_at_its_number(rows, final, wrong):
    assert len(list(checker.durable(rows, final, MEMBERS))) == wrong


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        (SAID, 0),
        ([invoke(1)], 0),
        ([], 1),
        ([invoke(1, words="else"), invoke(2, words="hello", other=True)], 1),
    ],
)
def test_nothing_stands_that_nobody_said(rows, wrong):
    assert len(list(checker.no_phantom(rows, {"Ana": {"s": message()}}))) == wrong


@pytest.mark.parametrize(
    ("begun", "seq", "wrong"), [(3, 6, 0), (1.5, 4, 0), (3, 4, 1), (1.5, 5, 1), (3, 5, 2)]
)
def test_who_began_after_an_answer_has_a_higher_number_and_one_of_their_own(begun, seq, wrong):
    rows = [invoke(1), ok(2, seq=5), invoke(begun, "k2"), ok(9, "k2", seq, "m2")]
    assert len(list(checker.order(rows))) == wrong


def test_a_number_that_nobody_saw_is_a_gap():
    rows = [*SAID, card(3, 3)]
    assert list(checker.gapless([*rows, card(3, 2, "m3")], {}, {"s": 3})) == []
    assert len(list(checker.gapless(rows, {}, {"s": 3}))) == 1
    assert list(checker.gapless(rows, {"s": 2}, {"s": 3})) == []


def test_the_number_of_a_card_never_goes_back_on_a_screen():
    assert list(checker.never_back([card(1, 4), card(2, 4), card(3, 5)])) == []
    assert len(list(checker.never_back([card(1, 4), card(2, 3)]))) == 1
    assert list(checker.never_back([card(1, 4), card(2, 3, screen="Mo by poll")])) == []


@pytest.mark.parametrize(
    ("final", "shown", "wrong"),
    [
        (both(message()), message(), 0),
        (both(message()), {}, 1),
        (both(message()), message(seq=2), 1),
        (both(message(), {}), {}, 1),
        ({"Ana": {"s": message()}, "Ben": {"s": None}}, message(), 2),
    ],
)
def test_final_reads_are_equal_and_screens_show_the_same(final, shown, wrong):
    live = {"Ben by socket": {"s": shown}}
    assert len(list(checker.same_views(final, live, OWNERS, MEMBERS))) == wrong


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ([ok(3)], 0),
        ([ok(3, seq=2)], 1),
        ([ok(3, made="m2")], 1),
        ([{"at": 3, "what": "refused", "key": "k1", "other": False, "said": "no"}], 1),
        ([invoke(3, words="else", other=True), ok(4, other=True)], 1),
        ([{"at": 3, "what": "refused", "key": "k1", "other": True, "said": "no"}], 0),
    ],
)
def test_all_answers_to_a_key_are_alike_and_other_words_are_refused(more, wrong):
    assert len(list(checker.stable([*SAID, *more]))) == wrong


@pytest.mark.parametrize(
    ("emptied", "equal", "wrong"), [(14, 18, 0), (16, 17, 1), (1, 7, 1), (1, None, 1)]
)
def test_after_the_last_fault_outboxes_are_soon_empty_and_screens_equal(emptied, equal, wrong):
    times = {"healed": 0, "emptied": emptied, "equal": equal}
    rows = [{"what": what, "at": at} for what, at in times.items() if at is not None]
    assert len(list(checker.settled(rows))) == wrong


@pytest.mark.parametrize(
    ("more", "took"),
    [
        ([card(2.5, 1)], [0.5]),
        ([card(1.5, 1)], [0.0]),
        ([card(2.5, 1), {"at": 9, "what": "left", "screen": "Ben by socket"}], [0.5]),
        ([{"at": 3, "what": "fault", "strikes": 80}, card(9, 1)], []),
        ([{"at": 3, "what": "left", "screen": "Ben by socket"}, card(9, 1)], []),
        ([card(9, 1)], [7.0]),
    ],
)
def test_only_screens_that_could_be_reached_are_asked_how_soon_they_knew(more, took):
    joined = {"at": 0, "what": "joined", "screen": "Ben by socket", "port": 80}
    rows = sorted([joined, *SAID, *more, card(1, 1, "m0")], key=lambda row: row["at"])
    assert arrivals_of(rows).acts == took


@pytest.mark.parametrize(
    ("calm", "struck", "wrong"),
    [
        (0.1, 0.3, 0),
        (0.1, 0.31, 1),
        (0.2, 0.4, 0),
        (0.2, 0.41, 1),
        (None, 0.31, 1),
        (2, 0.8, 0),
        (2, 0.81, 1),
    ],
)
def test_a_fault_leaves_answers_as_soon_as_they_were_in_calm(calm, struck, wrong):
    rows = [ok(1, took=calm)] if calm else []
    rows += [{"at": 2, "what": "fault", "strikes": 80}, ok(3, "k2", took=struck)]
    assert len(list(bounds.answered(0.3)(rows))) == wrong


@pytest.mark.parametrize(("first", "wrong"), [(0.2, 0), (0.5, 1)])
def test_of_many_copies_the_first_answer_counts(first, wrong):
    rows = [ok(3, took=first), ok(3.1, took=0.6)]
    assert len(list(bounds.answered(0.3)(rows))) == wrong


@pytest.mark.parametrize(
    ("calm", "struck", "wrong"),
    [(0.1, 1.0, 0), (0.1, 1.1, 1), (0.75, 1.4, 0), (0.75, 1.6, 1), (3.0, 2.0, 0), (3.0, 2.1, 1)],
)
def test_a_fault_leaves_screens_as_soon_as_they_were_in_calm(calm, struck, wrong):
    rows = [
        {"at": 0, "what": "joined", "screen": "Ben by socket", "port": 80},
        *(invoke(1), ok(2), card(2 + calm, 1)),
        {"at": 7, "what": "fault", "strikes": None},
        *(invoke(8, "k2"), ok(9, "k2", 2, "m2"), card(9 + struck, 2, "m2")),
    ]
    assert len(list(bounds.seen_as_before(1.0)(rows))) == wrong
