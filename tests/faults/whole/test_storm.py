"""Two thousand screens, and half of the processes die: all come to the other one, which holds."""

from __future__ import annotations

import threading
import time

import pytest

from bench.crowd import Crowd
from bench.targets import service_target
from tests.faults.hygiene import seconds_of_processor
from tests.faults.reached import part
from tests.faults.whole.seeded import persons_of, seed
from tests.faults.world import World

CIRCLES, SCREENS = 32, 2000
BACK_WITHIN, ACKED_WITHIN, BUSY, BUSY_AT_MOST = 60, 2.0, 0.9, 20
PRESS_EVERY = 0.5


@pytest.fixture(scope="module")
def crowded(tmp_path_factory, postgres):
    """A world with 256 people in it, and who they are."""
    folder, url = tmp_path_factory.mktemp("world"), postgres.fresh_database()
    people = seed(folder, CIRCLES, url)
    with World(folder, url) as world:
        yield world, people


class Screens(threading.Thread):
    """Some of the screens, at one process, until told to end."""

    def __init__(self, port, people, places):
        super().__init__(daemon=True)
        cookies = [people[place % len(people)] for place in range(SCREENS)]
        self.crowd, self.places = Crowd(service_target(port, cookies)), places
        self.came, self.over = threading.Event(), threading.Event()

    def run(self):
        with self.crowd:
            self.crowd.connect(self.places)
            self.came.set()
            while not self.over.is_set():
                self.crowd._turn(0.1)


def opened(port, people, places):
    one = Screens(port, people, places)
    one.start()
    return one


class Presses(threading.Thread):
    """Somebody else presses twice a second; how long each answer took."""

    def __init__(self, persons, port):
        super().__init__(daemon=True)
        self.persons, self.port, self.took, self.over = persons, port, [], threading.Event()

    def run(self):
        for person, circle in self.persons:
            if self.over.wait(PRESS_EVERY):
                return
            begun = time.monotonic()
            person.at(self.port, 30).post(f"/circles/{circle}/alerts").expect(201)
            self.took.append(time.monotonic() - begun)


def longest_busy(pid, over):
    """The longest time in which a process used nearly all of a core."""
    longest = spell = 0
    while not over.is_set():
        before = seconds_of_processor(pid)
        time.sleep(1)
        spell = spell + 1 if seconds_of_processor(pid) - before > BUSY else 0
        longest = max(longest, spell)
    return longest


def all_opened(world, people):
    """Half of the screens at each process."""
    half = SCREENS // 2
    places = (range(half), range(half, SCREENS))
    screens = [opened(port, people, some) for port, some in zip(world.ports, places, strict=True)]
    assert all(one.came.wait(240) for one in screens), "they never came at first"
    return screens


def watch(pid, over):
    """Watch how busy a process is; the answer is in the list once it is over."""
    busy = []
    watching = threading.Thread(target=lambda: busy.append(longest_busy(pid, over)), daemon=True)
    watching.start()
    return watching, busy


def end(presses, watching, screens):
    for one in (presses, *screens):
        one.over.set()
    for one in (presses, watching):
        one.join(35)


def test_when_half_the_processes_die_two_thousand_screens_come_to_the_others(crowded):
    world, people = crowded
    dying, staying = world.web
    screens = all_opened(world, people)
    pairs = [
        (who, one["circle"]) for who, one in zip(persons_of(world, people), people, strict=True)
    ]
    presses = Presses(pairs, staying.port)

    dying.kill()
    begun = time.monotonic()
    watching, busy = watch(staying.pid, presses.over)
    presses.start()
    screens.append(opened(staying.port, people, range(SCREENS // 2)))
    came = screens[-1].came.wait(BACK_WITHIN)
    took = time.monotonic() - begun
    time.sleep(5)
    end(presses, watching, screens)

    print(f"back after {took:.0f} s; presses {sorted(presses.took)[-3:]}; busy {busy}")
    assert came, "not all were back"
    assert len(presses.took) > 5 and part(sorted(presses.took), 0.99) < ACKED_WITHIN
    assert busy[0] <= BUSY_AT_MOST
