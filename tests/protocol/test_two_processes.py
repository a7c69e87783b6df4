"""Two processes of the service on one database, and no bus between them: later, but never lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from tests.client.http import Browser
from tests.kit import cast
from tests.kit.cast import at
from tests.kit.service import Service
from tests.protocol.test_streams import changes, head_of

# Without a bus the other process looks at the database every third second.
LATER = 8


@pytest.fixture(scope="module")
def pair(new_service: Callable[[], Service]) -> Iterator[tuple[Service, Service]]:
    """Two processes that share folder, secrets and database."""
    with new_service() as one:
        other = Service(one.folder, one.settings.get("DATABASE_URL"), LIMITS="off")
        other.log = one.log.with_name("other.log")
        with other:
            yield one, other


@pytest.fixture(scope="module")
def room(pair: tuple[Service, Service]) -> cast.Room:
    """A circle of people who are signed in at the first process."""
    return cast.start_room(cast.sign_up_all(pair[0].origin))


def test_eight_writers_in_two_processes_leave_no_gap(pair, room):
    start = head_of(room.ana, room.stream)
    people = [room.ana, room.ben, room.mo, room.ana]
    writers = [*people, *(at(pair[1], one) for one in people)]
    seqs: list[int] = []

    def write(browser: Browser, who: int) -> None:
        for turn in range(10):
            answer = cast.insist(browser, room.circle, f"{who} {turn}").json
            seqs.append(answer["seqs"][room.stream])

    threads = [threading.Thread(target=write, args=(w, n)) for n, w in enumerate(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)

    assert sorted(seqs) == list(range(start + 1, start + 81))
    cards, head = changes(room.mo, room.stream, start)
    assert (head, [card["seq"] for card in cards]) == (start + 80, sorted(seqs))


def test_the_same_key_in_both_processes_at_once_has_one_effect(pair, room):
    there = at(pair[1], room.ben)
    codes: list[int] = []

    def press(browser: Browser) -> None:
        answer = browser.post(f"/circles/{room.circle}/messages", key="k" * 22, text="once")
        codes.append(answer.code)

    threads = [threading.Thread(target=press, args=(one,)) for one in (room.ben, there)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(codes) == [200, 201]


def test_words_said_at_one_process_come_to_sockets_of_the_other(pair, room, follow):
    mo = follow(at(pair[1], room.mo))

    made = cast.say(room.ben, room.circle, "across").expect(201).json

    mo.wait_until(lambda view: ("message", made["id"]) in view, LATER)


def test_a_browser_ended_at_one_process_is_cut_at_the_other(pair, room, dial):
    there = at(pair[1], room.mo)
    wire = dial(there)

    cast.end_other_browsers(room.mo)

    assert wire.closed.wait(LATER)
    assert there.read("/me/streams").code == 401


def test_how_an_alert_ended_at_one_process_is_told_at_the_other(pair, room, follow):
    ben = follow(at(pair[1], room.ben))
    made = room.ana.post(f"/circles/{room.circle}/alerts").expect(201).json
    ben.wait_until(lambda view: ("company", made["id"]) in view, LATER)

    room.ana.post(f"/alerts/{made['id']}/resolution", outcome="held", thanks="you").expect(201)

    ended = ("company", made["id"])
    ben.wait_until(lambda view: view[ended]["data"]["thanks"] == "you", LATER)
