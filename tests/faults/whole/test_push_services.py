"""Push services that take it, know nobody, ask for patience, hang and cut the line, all at once."""

from __future__ import annotations

import time
from contextlib import ExitStack

import pytest

from tests.faults import owed
from tests.faults.people import form_circles
from tests.faults.ringing import ringing
from tests.faults.world import World
from tests.kit.push_service import push_service

FINE, HANGING = 2, 3  # phones of each; with them the places of one account are nearly full
AFTER_HANG = 40  # seconds in which whoever hung is asked again
DELAY = 2.0


@pytest.fixture(scope="module")
def world(tmp_path_factory, postgres):
    """Two that serve and one that works; they may push to this machine."""
    folder, url = tmp_path_factory.mktemp("world"), postgres.fresh_database()
    with World(folder, url, PUSH_LOOPBACK="on") as world:
        yield world


def give_bad_phones(calls, people, opened):
    """Each fault is at a service of its own, as each maker of browsers has one."""
    gone, busy, hanging, cutting = (opened.enter_context(push_service()) for _ in range(4))
    calls.give(people["Mo"], gone, "410")
    calls.give(people["Cleo"], busy, "429-7,201")
    calls.give(people["Noa"], cutting, "reset,201")
    for name in ("Ben", "Mo", "Cleo", "Noa"):
        calls.give(people[name], hanging, "hang,201")
        for _ in range(HANGING - 1):
            calls.give(people[name], hanging, "hang")


def how_late(calls, call):
    """How long after its first step was due a call has reached all phones that work."""
    calls.wait([call], 20)
    return time.monotonic() - call.at - owed.STEPS[0]


def test_each_phone_that_works_rings_in_time_whatever_other_push_services_do(world):
    people = {one.name: one for one in world.people}
    with ringing(world, "push services") as calls, ExitStack() as opened:
        circle, fine = form_circles(world.people)[0], opened.enter_context(push_service())
        for person in circle.members:
            for _ in range(FINE):
                calls.give(person, fine)
        calm = calls.press(people["Ben"], circle)
        late = how_late(calls, calm)
        calls.end(people["Ben"], calm)

        give_bad_phones(calls, people, opened)
        first = calls.press(people["Ana"], circle)
        time.sleep(owed.STEPS[0])
        second = calls.press(people["Noa"], circle)
        time.sleep(AFTER_HANG)
        calls.end(people["Ana"], first)
        calls.end(people["Noa"], second)
        seconds = max(late, 0) + DELAY
        calls.judge(
            owed.handed_on(),
            owed.called_for,
            owed.delivered(),
            owed.patient(),
            owed.forgotten,
            owed.rung_within(seconds),
        )
    print(f"late by {late:.2f} s in calm")
