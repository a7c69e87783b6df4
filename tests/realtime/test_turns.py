"""Who comes waits for whoever asks for something, and is greeted while others still come."""

import time

import gevent
import pytest

from accountability.realtime import turns

STEPS = 5
TURNS = pytest.mark.parametrize("turn", [turns.at_gate, turns.to_greet])


@pytest.fixture
def spawn():
    """Let something run beside; it ends with the test."""
    greenlets = []
    yield lambda work: greenlets.append(gevent.spawn(work))
    gevent.killall(greenlets)


@TURNS
def test_what_is_to_be_done_is_done_before_somebody_comes(spawn, turn):
    done = []

    def answer():
        for step in range(STEPS):
            gevent.sleep(0)
            done.append(step)

    spawn(answer)
    with turn():
        assert done == list(range(STEPS))


@TURNS
def test_a_service_that_is_never_idle_lets_them_in_all_the_same(spawn, turn):
    def never_rest():
        while True:
            gevent.sleep(0)

    spawn(never_rest)
    begun = time.monotonic()
    with gevent.Timeout(5), turn():
        assert time.monotonic() - begun > turns.PATIENCE / 2


@TURNS
def test_so_many_come_at_once_and_no_more(spawn, turn):
    inside = []

    def come():
        with turn():
            inside.append(gevent.getcurrent())
            gevent.sleep(60)

    for _ in range(turns.AT_ONCE + STEPS):
        spawn(come)
    gevent.sleep(2 * turns.PATIENCE)

    assert len(inside) == turns.AT_ONCE


def test_who_came_is_greeted_though_others_wait_at_the_gate(spawn):
    def come():
        with turns.at_gate():
            gevent.sleep(60)

    for _ in range(turns.AT_ONCE + STEPS):
        spawn(come)
    gevent.sleep(0)

    with gevent.Timeout(5), turns.to_greet():
        pass
