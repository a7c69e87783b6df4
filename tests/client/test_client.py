"""The pure parts of the client, without a service."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.client import frames
from tests.client.http import make_key
from tests.client.machine import BEHIND, GAP, IDLE, Machine
from tests.client.page import Page

ROOM = "room"


def card(seq, name="m1", first=1, words="", **more):
    return {"seq": seq, "first": first, "kind": "message", "id": name, "data": words, **more}


def answer(head, cards=(), epoch="e", more=False, reset=False):
    told = {"epoch": epoch, "stream": ROOM, "head": head, "floor": 0, "more": more}
    return {**told, "reset": reset, "cards": list(cards)}


def standing(head=1, cards=()):
    """A machine that took a snapshot of the room at this head."""
    machine = Machine()
    machine.hello("e", {ROOM: head}, 0)
    assert machine.due(0) == [ROOM]
    machine.snapshot(ROOM, answer(head, cards), 0)
    return machine


def words(machine):
    return {name: one["data"] for (_, name), one in machine.view.items()}


@pytest.mark.parametrize(
    ("text", "kind", "name", "payload", "number"),
    [
        (
            '0{"sid":"a","pingInterval":25000}',
            "open",
            "",
            {"sid": "a", "pingInterval": 25000},
            None,
        ),
        ("2", "ping", "", None, None),
        ("1", "close", "", None, None),
        ('40{"sid":"b"}', "connected", "", {"sid": "b"}, None),
        ('44{"message":"no"}', "refused", "", {"message": "no"}, None),
        ("41", "disconnected", "", None, None),
        ('42["hello",{"epoch":"e"}]', "event", "hello", {"epoch": "e"}, None),
        ('4217["seen",{}]', "event", "seen", {}, 17),
        ("433[true]", "ack", "", True, 3),
        ("430[false]", "ack", "", False, 0),
        ('42/x,["hello",{}]', "unknown", "", '/x,["hello",{}]', None),
        ("42[broken", "unknown", "", "[broken", None),
        ("", "unknown", "", "", None),
    ],
)
def test_frames_are_read_as_written(text, kind, name, payload, number):
    assert frames.parse(text) == frames.Frame(kind, name, payload, number)


def test_frames_are_written_without_spaces():
    assert frames.connect() == "40"
    assert frames.connect({"as": "data"}) == '40{"as":"data"}'
    assert frames.event("seen", {"alert": "a"}, 4) == '424["seen",{"alert":"a"}]'


def test_a_key_is_of_the_alphabet_and_length():
    key = make_key()

    assert 16 <= len(key) <= 64 and set(key) <= set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    )


def test_a_form_is_read_as_a_browser_would_send_it():
    page = Page("""<meta name="csrf-token" content="t"><form action="/a/1/deletion" method="POST">
        <input type="hidden" name="key" value="k"><textarea name="text">well &amp; </textarea>
        <input type="checkbox" name="adult" value="y"><input type="radio" name="share" value="a">
        <input type="radio" name="share" value="b" checked>
        <select name="zone"><option value="x"><option value="z" selected></select>
        <button name="ask" value="listen">Listen</button></form>
        <template><form></form></template>""")

    form = page.form(r"/a/\w+/deletion")

    assert page.metas["csrf-token"] == "t" and len(page.forms) == 1
    assert form.fields == {"key": "k", "text": "well & ", "share": "b", "zone": "z"}
    assert form.filled(ask="listen", adult="y")["adult"] == "y"
    with pytest.raises(LookupError):
        form.filled(role="host")


def test_the_next_number_moves_the_held_one():
    machine = standing(4)

    machine.cards("e", ROOM, 5, [card(5, words="hi")], 1)

    assert words(machine) == {"m1": "hi"}
    assert machine.streams[ROOM].seq == 5 and machine.due(2) == []


def test_a_gap_shows_its_cards_and_asks_within_250_ms():
    machine = standing(4)

    machine.cards("e", ROOM, 6, [card(6, words="hi")], 1)

    assert words(machine) == {"m1": "hi"} and machine.streams[ROOM].seq == 4
    assert machine.due(1) == [] and machine.due(1 + GAP) == [ROOM]


def test_a_lower_number_moves_nothing_and_shows_nothing_older():
    machine = standing(4, [card(4, words="new")])

    machine.cards("e", ROOM, 3, [card(3, words="old")], 1)

    assert words(machine) == {"m1": "new"} and machine.streams[ROOM].seq == 4


def test_on_equal_numbers_the_later_answer_wins():
    machine = standing(4, [card(4, words="one")])

    machine.cards("e", ROOM, 4, [card(4, words="two")], 1)

    assert words(machine) == {"m1": "two"}


def test_gone_is_gone_even_if_an_older_card_comes_late():
    machine = standing(4, [card(4)])

    machine.cards("e", ROOM, 5, [{"seq": 5, "kind": "message", "id": "m1", "gone": True}], 1)
    machine.cards("e", ROOM, 4, [card(4)], 1)

    assert machine.view == {}


def test_an_empty_card_and_an_unknown_kind_move_the_number():
    machine = standing(4)

    machine.cards("e", ROOM, 5, [{"seq": 5}], 1)
    machine.cards("e", ROOM, 6, [{**card(6, "x"), "kind": "later"}], 1)

    assert machine.streams[ROOM].seq == 6 and ("later", "x") in machine.view


def test_heads_ahead_for_300_ms_are_asked_about_once():
    machine = standing(4)

    machine.heads("e", {ROOM: 6}, 1)

    assert machine.due(1.1) == [] and machine.due(1 + BEHIND) == [ROOM]
    machine.heads("e", {ROOM: 7}, 2)
    assert machine.due(9) == []
    machine.changes(ROOM, answer(6, [card(6)]), 9)
    assert machine.due(9) == [ROOM]


def test_it_asks_every_minute_anyway():
    machine = standing(4)

    assert machine.due(IDLE - 1) == [] and machine.due(IDLE) == [ROOM]


def test_a_full_page_asks_for_the_rest_from_the_last_number_given():
    machine = standing(4)
    machine.heads("e", {ROOM: 9}, 1)
    machine.due(2)

    machine.changes(ROOM, answer(9, [card(6)], more=True), 2)

    assert machine.streams[ROOM].seq == 6 and machine.due(2) == [ROOM]


@pytest.mark.parametrize("told", [answer(2, reset=True), answer(9, epoch="other")])
def test_reset_and_another_epoch_start_again(told):
    machine = standing(4, [card(4)])
    machine.heads("e", {ROOM: 5}, 1)
    machine.due(2)

    machine.changes(ROOM, told, 2)

    assert machine.streams[ROOM].wants_snapshot and machine.due(2) == [ROOM]


def test_three_requests_that_do_not_reach_the_head_start_again():
    machine = standing(4)
    machine.heads("e", {ROOM: 99}, 1)

    for seq in (5, 6, 7):
        assert machine.due(2) == [ROOM]
        machine.changes(ROOM, answer(99, [card(seq)], more=True), 2)

    assert machine.streams[ROOM].wants_snapshot


def test_a_stream_that_is_no_longer_ours_leaves_the_screen():
    machine = standing(4, [card(4)])

    machine.missing(ROOM)

    assert machine.view == {} and machine.due(999) == []


def test_a_snapshot_keeps_what_is_younger_than_it():
    machine = standing(4, [card(4, "old")])

    machine.cards("e", ROOM, 6, [card(6, "young")], 1)
    machine.snapshot(ROOM, answer(5, [card(5, "m5")]), 1)

    assert set(words(machine)) == {"m5", "young"} and machine.due(1) == [ROOM]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=30), st.integers(0, 2**32))
def test_any_shuffle_loss_and_repeat_of_frames_ends_in_the_same_view(touched, seed):
    chance = random.Random(seed)
    changes = [card(seq, f"m{which}", words=seq) for seq, which in enumerate(touched, 1)]
    sent = [one for one in changes for _ in range(chance.choice([0, 1, 1, 2]))]
    chance.shuffle(sent)
    machine = standing(0)
    shown: dict[str, int] = {}

    for one in sent:
        machine.cards("e", ROOM, one["seq"], [one], 1)
        assert all(words(machine)[name] >= seq for name, seq in shown.items())
        shown = words(machine)
    machine.heads("e", {ROOM: len(changes)}, 2)
    latest = {one["id"]: one for one in changes if one["seq"] > (machine.streams[ROOM].seq or 0)}
    for stream in machine.due(9):
        told = sorted(latest.values(), key=lambda one: one["seq"])
        machine.changes(stream, answer(len(changes), told), 9)

    assert words(machine) == {one["id"]: one["data"] for one in changes}
    assert machine.has_reached({ROOM: len(changes)})
