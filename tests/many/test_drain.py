"""A process that ends among others: everybody goes elsewhere and nothing is lost."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from scripts.cluster import Front
from tests.client.follow import Follower
from tests.client.http import Browser, NoAnswer, make_key
from tests.kit import cast
from tests.kit.cast import at

ENDS_WITHIN = 3.0


@pytest.fixture
def front(pair):
    """One address: of the second process, until the first is behind it too."""
    one = Front(0, [pair[1].port])
    yield one
    one.close()


@pytest.fixture
def through(front, room):
    """The same person at the one address for both."""

    def come(browser):
        there = Browser(front.origin).sign_in(browser.email, cast.PASSWORD)
        there.email = browser.email
        return there

    return come


def sign_off(service):
    """Tell a process to end, as an operator in a hurry does, and wait until it has."""
    begun = time.monotonic()
    os.kill(service.pid, signal.SIGTERM)
    time.sleep(0.1)
    code = service.stop()
    return code, time.monotonic() - begun


def insist(browser, circle, text):
    """Say it under one key until it is stored, whichever process answers."""
    key, give_up = make_key(), time.monotonic() + 20
    while True:
        try:
            answer = cast.say(browser, circle, text, key)
            if answer.code in (200, 201):
                return answer.json["id"]
        except NoAnswer:
            pass
        assert time.monotonic() < give_up, "never stored"
        time.sleep(0.05)


def test_told_twice_to_end_it_loses_nothing_and_all_come_back(pair, room, front, through):
    ben, said, over = through(room.ben), [], threading.Event()

    def talk():
        while not over.is_set():
            said.append(insist(ben, room.circle, f"word {len(said)}"))

    screens = [Follower(through(room.mo)).start() for _ in range(4)]
    front.behind.append(pair[0].port)
    talking = threading.Thread(target=talk)
    talking.start()
    time.sleep(1)
    code, took = sign_off(pair[1])
    time.sleep(1)
    over.set()
    talking.join(30)

    assert code == 0 and took < ENDS_WITHIN
    for screen in screens:
        screen.wait_until(lambda view: all(("message", one) in view for one in said))
        names = [name for _, name, _ in screen.events]
        assert "hello" in names[names.index("drain") :] and "revoked" not in names
    for screen in screens:
        screen.stop()
    pair[1].start()


def test_who_waits_is_answered_before_the_process_ends(pair, room):
    mo, answers = at(pair[1], room.mo), []
    head = next(one["head"] for one in mo.streams()["streams"] if one["id"] == room.stream)
    path = f"/streams/{room.stream}/changes"
    wait = threading.Thread(target=lambda: answers.append(mo.read(path, after=head, wait=25)))
    wait.start()
    time.sleep(0.5)

    _, took = sign_off(pair[1])
    wait.join(5)

    assert took < ENDS_WITHIN
    assert [answer.code for answer in answers] == [200]
