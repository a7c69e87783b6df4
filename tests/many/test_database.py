"""Who waits holds no connection of the database, and one that falls takes nobody with it."""

from __future__ import annotations

import threading
import time
from collections import Counter

import psycopg
import pytest

from tests.client.http import make_key
from tests.kit import cast
from tests.kit.cast import at

POLLS, OF_EACH = 60, 20  # more than both pools hold; as many as one account may have
ANSWER = 4.0  # seconds; whoever finds no connection free waits five
CONNECTIONS = """SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND state = 'idle in transaction'"""


@pytest.fixture(scope="module")
def postgres(falling):
    """Here it is one that may fall."""
    return falling


def run_all(work, *given):
    threads = [threading.Thread(target=work, args=one) for one in given]
    for thread in threads:
        thread.start()
    return threads


def test_sixty_who_wait_hold_no_connection_and_hear_at_once(pair, room):
    people = [at(pair[1], one) for one in (room.ana, room.ben, room.mo)]
    head = next(one["head"] for one in people[0].streams()["streams"] if one["id"] == room.stream)
    answers = []

    def wait(browser):
        path = f"/streams/{room.stream}/changes"
        answers.append(browser.read(path, after=head, wait=25).expect(200).json["head"])

    polls = run_all(wait, *((one,) for one in people for _ in range(OF_EACH)))
    time.sleep(2)
    with psycopg.connect(pair[0].settings["DATABASE_URL"]) as connection:
        (held,) = connection.execute(CONNECTIONS).fetchone()
    begun = time.monotonic()
    cast.say(people[0], room.circle, "for all who wait").expect(201)
    took = time.monotonic() - begun
    for poll in polls:
        poll.join(10)

    assert held < 5, "they hold their connections while they wait"
    assert took < ANSWER
    assert len(answers) == POLLS and set(answers) == {head + 1}


class Writers:
    """People who say one thing after the other, each until it is stored."""

    def __init__(self, circle, people):
        self.circle = circle
        self.codes, self.stored, self.over = Counter(), [], threading.Event()
        self.threads = run_all(self.write, *((one, who) for who, one in enumerate(people)))

    def write(self, browser, who):
        turn = 0
        while not self.over.is_set():
            turn += 1
            self.insist(browser, make_key(), f"{who} {turn}")

    def insist(self, browser, key, text):
        while not self.over.is_set():
            answer = cast.say(browser, self.circle, text, key)
            if answer.code in (200, 201):
                self.stored.append(answer.json["id"])
                return
            self.codes[answer.code, "Retry-After" in answer.headers] += 1
            time.sleep(0.2)

    def stop(self):
        self.over.set()
        for thread in self.threads:
            thread.join(15)


def test_when_the_database_falls_writes_are_put_off_and_all_is_well_after(pair, room, postgres):
    people = (room.ben, room.mo, at(pair[1], room.ben), at(pair[1], room.mo))
    writers = Writers(room.circle, people)
    for _ in range(2):
        time.sleep(1.5)
        postgres.crash_and_return()
    time.sleep(3)
    writers.stop()

    assert set(writers.codes) == {(503, True)}, writers.codes  # it fell while somebody wrote
    assert len(writers.stored) == len(set(writers.stored)) > len(people)
    for browser in people:
        begun = time.monotonic()
        cast.say(browser, room.circle, "it stands again").expect(201)
        assert time.monotonic() - begun < ANSWER


FROZEN, LONGEST = 9.0, 8.0


class Asking:
    """Many who ask for the room again and again, and write: what they got, and how soon."""

    def __init__(self, circle, people):
        self.circle, self.got, self.over = circle, [], threading.Event()
        self.threads = run_all(self.ask, *((one,) for one in people for _ in range(2)))

    def ask(self, browser):
        while not self.over.is_set():
            for send in (
                lambda: browser.get(f"/circles/{self.circle}"),
                lambda: cast.say(browser, self.circle, "still here"),
            ):
                begun = time.monotonic()
                answer = send()
                took = time.monotonic() - begun
                self.got.append((answer.code, "Retry-After" in answer.headers, took))
                if answer.code not in (200, 201):
                    time.sleep(0.5)

    def stop(self):
        self.over.set()
        for thread in self.threads:
            thread.join(15)


def stand_still(postgres, seconds):
    postgres.freeze()
    try:
        time.sleep(seconds)
    finally:
        postgres.thaw()


def comes_back(browser, circle, within=5):
    begun = time.monotonic()
    while cast.say(browser, circle, "it goes on").code != 201:
        assert time.monotonic() - begun < within, "it does not come back"
        time.sleep(0.2)


def hears(browser, stream, speak, within=8):
    """The head that somebody's long poll is told of, when another speaks meanwhile."""
    head = next(one["head"] for one in browser.streams()["streams"] if one["id"] == stream)
    told, path = [], f"/streams/{stream}/changes"
    poll = threading.Thread(
        target=lambda: told.append(browser.read(path, after=head, wait=20).json["head"])
    )
    poll.start()
    time.sleep(0.5)
    speak()
    poll.join(within)
    return told == [head + 1]


def test_a_database_that_stands_still_keeps_nobody_waiting_for_ever(pair, room, postgres):
    people = [at(service, one) for service in pair for one in (room.ana, room.ben, room.mo)]
    for browser in people:
        cast.say(browser, room.circle, "before").expect(201)
    asking = Asking(room.circle, people)
    time.sleep(1)
    stand_still(postgres, FROZEN)
    comes_back(people[0], room.circle)
    asking.stop()

    codes = Counter((code, later) for code, later, _ in asking.got)
    assert {code for code, _ in codes} == {200, 201, 503}, codes
    assert codes[503, False] == 0 and codes[503, True] > len(people), codes
    assert [one for one in asking.got if one[-1] > LONGEST] == []
    assert hears(people[-1], room.stream, lambda: cast.say(people[0], room.circle, "and is told"))
