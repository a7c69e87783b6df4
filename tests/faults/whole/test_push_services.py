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
# Seconds in which whoever hung is asked again, and takes it. All that hang share four places, each
# of which is taken for ten seconds at a time.
AFTER_HANG = 80
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


def ring_in_calm(calls, person, circle):
    """How long after its first step was due a call has reached all phones."""
    call = calls.press(person, circle)
    late = calls.wait([call], 20) - owed.STEPS[0]
    calls.end(person, call)
    print(f"late by {late:.2f} s in calm")
    return max(late, 0)


def ring_twice(calls, circle):
    """Two call, the second one while push services hang because of the first."""
    callers = [circle.members[0], circle.members[-1]]
    made = []
    for person in callers:
        made.append((person, calls.press(person, circle)))
        time.sleep(owed.STEPS[0])
    calls.wait([call for _, call in made], AFTER_HANG)
    for person, call in made:
        calls.end(person, call)


def test_each_phone_that_works_rings_in_time_whatever_other_push_services_do(world):
    people = {one.name: one for one in world.people}
    with ringing(world, "push services") as calls, ExitStack() as opened:
        circle, fine = form_circles(world.people)[0], opened.enter_context(push_service())
        for person in circle.members:
            for _ in range(FINE):
                calls.give(person, fine)
        late = ring_in_calm(calls, people["Ben"], circle)
        give_bad_phones(calls, people, opened)
        ring_twice(calls, circle)
        calls.judge(
            owed.handed_on(),
            owed.called_for,
            owed.delivered(),
            owed.patient(),
            owed.forgotten,
            owed.rung_within(late + DELAY),
        )
