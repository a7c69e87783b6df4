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

from tests.faults import owed
from tests.faults.history import SEED, lasts
from tests.faults.people import NAMES, Circle, Person, form_circles, gather, insist
from tests.faults.ringing import FIRST_STEP, Call, Ringing, ringing
from tests.faults.world import World
from tests.kit.push_service import push_service

PHONES = int(lasts(6, 2))  # with those two hundred deliveries are due at one moment
# Who holds a step may be killed, the next one too, and the one after that: each time it is free
# again after five seconds at most.
LATE_AFTER_KILLS, TAKEN_OVER = 16.0, 12.0
FREE_AGAIN = 8.0  # seconds: the five, and the work that lies there by then
KILL_EVERY, KILLS = 0.5, int(lasts(30, 8))
ALL_DEAD = lasts(30, 0)
# Two lanes of so many circles each: while one waits for its step, the other has its race.
LANES, CROWDS, ROUNDS, SETTLED = int(lasts(2, 1)), int(lasts(2, 1)), int(lasts(7, 2)), 1.0
EARLY, LATE = 0.02, 0.4  # the step is made at once when it is due, and takes its time
MANY_OF_EACH = int(lasts(10, 0))
# Two dozen steps, as many answers and a hundred pushes at one instant are three to five seconds of
# work for two cores. How late steps come is not what this is about: `bench late` measures it.
LATE_IN_A_CROWD = 8.0


@contextmanager
def with_phones(
    world: World, name: str, many: int = PHONES
) -> Iterator[tuple[list[Circle], Ringing]]:
    """New circles of everybody, each of whom has so many phones."""
    with ringing(world, name) as calls, push_service() as service:
        circles = form_circles(world.people)
        for person in world.people:
            for _ in range(many):
                calls.give(person, service)
        yield circles, calls
        for circle in circles:
            insist(circle.members[0], f"/circles/{circle.id}/closing")


def everybody_presses(circles: list[Circle], calls: Ringing) -> list[tuple[Person, Call]]:
    """Each calls in one circle of theirs, at one moment."""
    places = {one.name: (one, circle) for circle in circles for one in circle.members}
    made: list[tuple[Person, Call]] = []
    threads = [
        threading.Thread(target=lambda who=who, at=at: made.append((who, calls.press(who, at))))
        for who, at in places.values()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == len(places)
    return made


def keepers_killed(world: World, kills: int = KILLS, phones: int = PHONES) -> None:
    """Workers die every half second while all that is owed falls due; nothing of it is lost."""
    with with_phones(world, "keepers killed", phones) as (circles, calls):
        made = everybody_presses(circles, calls)
        spared = kill_in_turn(world, kills)
        calls.wait([call for _, call in made], FIRST_STEP + LATE_AFTER_KILLS)
        for person, call in made:
            calls.end(person, call)
    begun = min(call.at for _, call in made)
    # While they are killed nobody can say when one of them comes to it; after that they can.
    late = max(LATE_AFTER_KILLS, spared + FREE_AGAIN - begun - FIRST_STEP)
    calls.judge(owed.handed_on(late), owed.called_for, owed.delivered(kills))


def kill_in_turn(world: World, kills: int) -> float:
    """Kill one worker after the other, each of which comes again; when the last was killed."""
    turns, killed = itertools.cycle(world.workers), time.monotonic()
    for _ in range(kills):
        worker, killed = next(turns), time.monotonic()
        worker.kill()
        worker.start()
        time.sleep(KILL_EVERY)
    return killed


def nobody_keeps(world: World) -> None:
    """All workers are gone: the processes that serve take it over."""
    with with_phones(world, "nobody keeps", 1) as (circles, calls):
        for worker in world.workers:
            worker.kill()
        person = circles[0].members[0]
        call = calls.press(person, circles[0])
        took = calls.wait([call], ALL_DEAD + 30)
        time.sleep(max(0, ALL_DEAD - took))
        calls.end(person, call)
    world.mend()
    assert took <= FIRST_STEP + TAKEN_OVER, took
    calls.judge(owed.handed_on(TAKEN_OVER), owed.called_for, owed.delivered())


def take_around(calls: Ringing, rng: Random, friend: Person, call: Call) -> bool:
    """Take a call at about the moment at which friends are rung; whether it was taken."""
    moment = call.at + FIRST_STEP + rng.uniform(-EARLY, LATE)
    time.sleep(max(0, moment - time.monotonic()))
    return calls.take(friend, call)


def answers_race(world: World) -> None:
    """A friend takes a call just when the others would be rung: both orders are right."""
    origin = world.web[0].origin
    with with_phones(world, "answers race", 1) as (circles, calls):
        for crowd in range(1, LANES * CROWDS):
            names = tuple(f"{name}{crowd}" for name in NAMES)
            circles = [*circles, *form_circles(gather(origin, names))]
        each = len(circles) // LANES
        lanes = [circles[number * each : (number + 1) * each] for number in range(LANES)]
        with ThreadPoolExecutor(LANES) as pool:
            raced = [pool.submit(race_on, lane, calls, number) for number, lane in enumerate(lanes)]
            for one in raced:
                one.result()
        orders = Counter(calls.steps_of(call) for call in calls.made)
    print(f"of the calls that were raced {orders[1]} rang and {orders[0]} did not")
    calls.judge(owed.handed_on(LATE_IN_A_CROWD), owed.called_for, owed.not_repeated)
    assert sum(orders.values()) >= LANES * CROWDS * ROUNDS * len(world.people)
    assert min(orders[0], orders[1]) >= MANY_OF_EACH, orders


def race_on(circles: list[Circle], calls: Ringing, lane: int) -> None:
    """One race after the other in these circles."""
    rng = Random(f"{SEED} {lane}")
    time.sleep(lane * FIRST_STEP)  # or all lanes would race at once, and wait at once
    for _ in range(ROUNDS):
        race_once(circles, calls, rng)


def race_once(circles: list[Circle], calls: Ringing, rng: Random) -> None:
    """Everybody calls, and one friend of each takes the call at that moment."""
    people = {one.name: one for circle in circles for one in circle.members}
    made = everybody_presses(circles, calls)
    with ThreadPoolExecutor(len(made)) as pool:
        taken = [
            pool.submit(take_around, calls, rng, people[call.friends[0]], call) for _, call in made
        ]
        assert all(one.result() for one in taken), "a claim was refused"
        time.sleep(SETTLED)
        list(pool.map(lambda one: calls.end(*one), made))
