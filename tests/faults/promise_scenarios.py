"""What befalls those who keep promises: they are killed, all of them are gone, or raced."""

from __future__ import annotations

import itertools
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from random import Random

from tests.faults.history import SEED, lasts
from tests.faults.people import Circle, Person, form_circles, insist
from tests.faults.ringing import FIRST_STEP, Call, Phones, end, press
from tests.faults.world import World
from tests.kit.push_service import push_service

PHONES = int(lasts(6, 2))  # with those two hundred deliveries are due at one moment
LATE_AFTER_KILLS, TAKEN_OVER = 8, 12.0
KILL_EVERY, KILLS = 0.5, int(lasts(30, 8))
ALL_DEAD = lasts(30, 0)
ROUNDS, SETTLED = int(lasts(25, 2)), 1.0
EARLY, LATE = 0.02, 0.4  # the step is made at once when it is due, and takes its time
MANY_OF_EACH = int(lasts(10, 0))


@contextmanager
def with_phones(world: World, many: int = PHONES) -> Iterator[tuple[list[Circle], Phones]]:
    """New circles of everybody, each of whom has so many phones."""
    world.mend()
    circles = form_circles(world.people)
    with push_service() as service:
        phones = Phones(service)
        for person in world.people:
            phones.give(person, many)
        yield circles, phones
    for circle in circles:
        insist(circle.members[0], f"/circles/{circle.id}/closing")


def everybody_presses(circles: list[Circle]) -> list[tuple[Person, Call]]:
    """Each calls in one circle of theirs, at one moment."""
    places = {one.name: (one, circle) for circle in circles for one in circle.members}
    made: list[tuple[Person, Call]] = []
    threads = [
        threading.Thread(target=lambda who=who, at=at: made.append((who, press(who, at))))
        for who, at in places.values()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == len(places)
    return made


def keepers_killed(world: World) -> None:
    """Workers die every half second while all that is owed falls due; nothing of it is lost."""
    with with_phones(world) as (circles, phones):
        calls = everybody_presses(circles)
        turns = itertools.cycle(world.workers)
        for _ in range(KILLS):
            worker = next(turns)
            worker.kill()
            worker.start()
            time.sleep(KILL_EVERY)
        told = [call for _, call in calls]
        took = phones.wait(told, FIRST_STEP + LATE_AFTER_KILLS)
        wanted = Counter(name for call in told for name in call.friends)
        wrong = [*phones.unrung(wanted), *phones.too_often(KILLS)]
        for person, call in calls:
            end(person, call)
    assert not wrong, f"after {took:.1f} s more: {wrong[:5]}"


def nobody_keeps(world: World) -> None:
    """All workers are gone: the processes that serve take it over."""
    with with_phones(world, 1) as (circles, phones):
        for worker in world.workers:
            worker.kill()
        person = circles[0].members[0]
        call = press(person, circles[0])
        took = phones.wait([call], ALL_DEAD + 30)
        time.sleep(max(0, ALL_DEAD - took))
        wrong = list(phones.too_often(0))
        end(person, call)
    world.mend()
    assert took <= FIRST_STEP + TAKEN_OVER, took
    assert wrong == []


def claimed_around(rng: Random, friend: Person, call: Call) -> bool:
    """Take a call at about the moment at which friends are rung; whether it was taken."""
    moment = call.at + FIRST_STEP + rng.uniform(-EARLY, LATE)
    time.sleep(max(0, moment - time.monotonic()))
    return insist(friend, f"/alerts/{call.id}/claims").code == 201


def answers_race(world: World) -> None:
    """A friend takes a call just when the others would be rung: both orders are right."""
    rng, orders = Random(SEED), Counter[bool]()
    with with_phones(world, 1) as (circles, phones):
        for _ in range(ROUNDS):
            race_once(world, circles, phones, rng, orders)
        wrong = list(phones.too_often(0))
    print(f"of the calls that were raced {orders[True]} rang and {orders[False]} did not")
    assert wrong == []
    assert sum(orders.values()) >= ROUNDS * len(world.people)
    assert min(orders[True], orders[False]) >= MANY_OF_EACH, orders


def race_once(
    world: World, circles: list[Circle], phones: Phones, rng: Random, orders: Counter[bool]
) -> None:
    """Everybody calls, and one friend of each takes the call at that moment."""
    people = {one.name: one for one in world.people}
    calls = everybody_presses(circles)
    with ThreadPoolExecutor(len(calls)) as pool:
        taken = [
            pool.submit(claimed_around, rng, people[call.friends[0]], call) for _, call in calls
        ]
        assert all(one.result() for one in taken), "a claim was refused"
    time.sleep(SETTLED)
    for person, call in calls:
        orders[phones.was_rung(people[call.friends[-1]], call)] += 1
        end(person, call)
