"""Section 3: numbers without gaps, cards in their state of now, pages that lose nothing."""

from __future__ import annotations

import threading

import pytest

from tests.client.machine import Machine
from tests.client.reading import fresh_view, shown
from tests.kit.cast import insist, say, second_browser, start_room

DATA = {"as": "data"}


def head_of(browser, stream):
    return browser.read(f"/streams/{stream}/snapshot", **DATA).expect(200).json["head"]


def changes(browser, stream, after):
    """All that changed after a number, page by page: the cards and the head."""
    cards = []
    while True:
        asked = {"after": after, **DATA}
        page = browser.read(f"/streams/{stream}/changes", **asked).expect(200).json
        assert not page["reset"]
        cards += page["cards"]
        if not page["more"]:
            return cards, page["head"]
        after = page["cards"][-1]["seq"]


def test_eight_writers_leave_no_gap(room):
    start = head_of(room.ana, room.stream)
    seqs: list[int] = []

    def write(browser, who):
        for turn in range(10):
            answer = insist(browser, room.circle, f"{who} {turn}").json
            seqs.append(answer["seqs"][room.stream])

    writers = [room.ana, room.ben, room.mo, room.ana, room.ben, room.mo, room.ana, room.ben]
    threads = [threading.Thread(target=write, args=(w, n)) for n, w in enumerate(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(seqs) == list(range(start + 1, start + 81))
    cards, head = changes(room.mo, room.stream, start)
    assert head == start + 80
    assert [card["seq"] for card in cards] == list(range(start + 1, start + 81))


def test_a_snapshot_and_the_changes_after_it_equal_a_fresh_snapshot(room):
    machine = Machine()
    begun = room.ben.read(f"/streams/{room.stream}/snapshot", **DATA).expect(200).json
    machine.snapshot(room.stream, begun, 0)
    live_through(room)

    machine.due(9999)
    answer = room.ben.read(f"/streams/{room.stream}/changes", after=begun["head"], **DATA)
    machine.changes(room.stream, answer.expect(200).json, 0)

    assert shown(machine.view) == shown(fresh_view(room.ben, room.stream))


def live_through(room):
    """A bit of everything that makes, changes and takes away cards."""
    gone = say(room.ana, room.circle, "never mind").expect(201).json["id"]
    say(room.ben, room.circle, "hello").expect(201)
    room.ana.post(f"/messages/{gone}/deletion").expect(201)
    alert = room.ana.post(f"/circles/{room.circle}/alerts", strength=7).expect(201).json["id"]
    room.ben.post(f"/alerts/{alert}/claims").expect(201)
    room.ben.post(f"/alerts/{alert}/responses", text="I am here").expect(201)
    room.ana.post(f"/alerts/{alert}/resolution", outcome="held").expect(201)
    room.mo.post(f"/alerts/{alert}/cheers", word="strong").expect(201)
    room.mo.post("/journey", started_on="2025-01-01")


def test_a_card_that_changed_often_comes_once_in_its_last_state(room):
    start = head_of(room.ana, room.stream)
    alert = room.ana.post(f"/circles/{room.circle}/alerts").expect(201).json["id"]
    room.ben.post(f"/alerts/{alert}/claims").expect(201)
    room.ben.post(f"/alerts/{alert}/release").expect(201)
    room.mo.post(f"/alerts/{alert}/claims").expect(201)

    cards, head = changes(room.ana, room.stream, start)

    ours = [card for card in cards if card.get("id") == alert]
    assert len(ours) == 1 and ours[0]["seq"] == head
    assert ours[0]["data"]["state"] == "claimed" and ours[0]["data"]["claimed_by"] == room.me["Mo"]
    room.ana.post(f"/alerts/{alert}/resolution", outcome="held").expect(201)


def test_what_was_taken_away_is_told_as_gone_and_without_words(room):
    message = say(room.ana, room.circle, "a slip of the tongue").expect(201).json
    seq = message["seqs"][room.stream]
    room.ana.post(f"/messages/{message['id']}/deletion").expect(201)

    cards, _ = changes(room.ben, room.stream, seq - 1)

    gone = [card for card in cards if card.get("id") == message["id"]]
    assert len(gone) == 1 and gone[0]["gone"] is True
    assert "data" not in gone[0] and "html" not in gone[0]
    assert ("message", message["id"]) not in fresh_view(room.ben, room.stream)


@pytest.fixture(scope="module")
def talk(people):
    """A room with 210 words in it, of three people in turn."""
    room = start_room(people)
    room.start = head_of(room.ana, room.stream)
    for number in range(210):
        insist((room.ana, room.ben, room.mo)[number % 3], room.circle, f"word {number}")
    return room


def test_older_words_come_by_paging_each_once_and_in_order(talk):
    newest = talk.ben.read(f"/streams/{talk.stream}/snapshot", **DATA).expect(200).json
    view = fresh_view(talk.ben, talk.stream)

    assert newest["more"] is True
    assert sum(card["kind"] == "message" for card in newest["cards"]) == 30
    cards = [card for (kind, _), card in view.items() if kind == "message"]
    cards.sort(key=lambda card: card["first"])
    assert [card["data"]["text"] for card in cards] == [f"word {number}" for number in range(210)]


def test_more_than_two_hundred_changes_come_in_pages(talk):
    asked = {"after": talk.start, **DATA}
    first = talk.ben.read(f"/streams/{talk.stream}/changes", **asked).expect(200).json
    cards, head = changes(talk.ben, talk.stream, talk.start)

    assert first["more"] is True and len(first["cards"]) == 200
    assert [card["seq"] for card in cards] == list(range(talk.start + 1, head + 1))


def test_a_number_above_the_head_starts_again(room):
    head = head_of(room.ana, room.stream)

    asked = {"after": head + 1000, **DATA}
    answer = room.ana.read(f"/streams/{room.stream}/changes", **asked).expect(200).json

    assert answer["reset"] is True and answer["cards"] == []


@pytest.mark.parametrize("after", ["", "x", "-1", "1.5", "9" * 40, "0x1", "\x00"])
def test_a_number_that_is_none_is_refused_or_starts_again(quiet, after):
    answer = quiet.ana.read(f"/streams/{quiet.stream}/changes", after=after, **DATA)

    assert answer.code in (400, 422) or (answer.code == 200 and answer.json["reset"])


def test_a_card_as_html_is_the_same_for_every_viewer(room):
    message = say(room.ana, room.circle, "<b>bold</b> & kind").expect(201).json["id"]

    for_ana, for_ben = (
        room.ana.read(f"/streams/{room.stream}/snapshot").expect(200).json["cards"],
        room.ben.read(f"/streams/{room.stream}/snapshot").expect(200).json["cards"],
    )

    assert for_ana == for_ben
    card = next(card for card in for_ana if card["id"] == message)
    assert "data" not in card and "<b>" not in card["html"] and "&lt;b&gt;" in card["html"]


def test_shapes_are_those_of_the_protocol(room):
    live_through(room)

    view = fresh_view(room.ben, room.stream)

    by_kind = {kind: set(card["data"]) for (kind, _), card in view.items()}
    assert by_kind["circle"] == {"id", "name", "agreement", "size"}
    assert by_kind["member"] == {"id", "name", "role", "streak"}
    assert by_kind["message"] == {"id", "by", "name", "text", "at"}
    asked = {"strength", "ask", "note"}
    told = {"state", "raised_at", "claimed_by", "asked", "called_at", "outcome"}
    assert by_kind["alert"] == {"id", "by", "name", "cheers"} | asked | told


def test_two_browsers_of_one_person_read_the_same(room):
    live_through(room)

    second = second_browser(room.ben)

    assert shown(fresh_view(room.ben, room.stream)) == shown(fresh_view(second, room.stream))


def test_a_stranger_finds_no_stream(quiet):
    nowhere = "A" * 22

    for read in ("snapshot", "older?before=5", "changes?after=0"):
        theirs = quiet.cleo.read(f"/streams/{quiet.stream}/{read}")
        none = quiet.cleo.read(f"/streams/{nowhere}/{read}")
        assert (theirs.code, theirs.body) == (404, none.body)
