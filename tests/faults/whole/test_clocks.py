"""One machine's clock is ten minutes ahead, then falls back an hour: the database's time holds.

On SQLite all processes share one machine and its clock is their time: there is nothing to differ.
"""

from __future__ import annotations

import time
from datetime import datetime

import pytest

from tests.faults import owed
from tests.faults.acts import CARDS, done_of
from tests.faults.people import NAMES, form_circles, gather, insist
from tests.faults.ringing import ringing
from tests.faults.trial import Trial
from tests.faults.world import World

AHEAD, BACK = 600, -3000
PACE = {"next_after": "30", "everyone_after": "120"}
STEPS = (5.0, 30.0, 30.0, 120.0)
RATE, LASTS, NEAR, LEAST = 5, 36, 2.0, 20


@pytest.fixture(scope="module")
def clock(tmp_path_factory):
    """How many seconds the second machine is ahead."""
    path = tmp_path_factory.mktemp("clock") / "ahead"
    path.write_text(str(AHEAD))
    return path


@pytest.fixture(scope="module")
def world(tmp_path_factory, postgres, clock):
    """Two that serve, on two machines, and one that works, on the one whose clock is wrong."""
    folder, url = tmp_path_factory.mktemp("world"), postgres.fresh_database()
    with World(folder, url) as world:
        for one, words in ((world.web[1], []), (world.workers[0], ["worker"])):
            one.kill()
            one.program = ["-m", "tests.faults.clocks", str(clock), *words]
            one.start()
        yield world


@pytest.fixture(scope="module")
def circles(world):
    """Circles of people who came by the wrong machine, and are handed on quickly."""
    made = form_circles(gather(world.web[1].origin, tuple(f"{name}1" for name in NAMES)))
    for circle in made:
        insist(circle.members[0], f"/circles/{circle.id}/pace", **PACE)
    return made


def seconds_off(moment):
    """How far a moment that was told lies from now."""
    return abs(datetime.fromisoformat(moment).timestamp() - time.time())


def cards_of(trial):
    """What all screens show by now, by kind and id."""
    shown = {}
    for screen in trial.screens:
        for stream in list(screen.machine.streams):
            shown |= screen.view_of(stream)
    return shown


def true_times(trial):
    """What cards say of times lies near the truth, which this machine's steady clock knows."""
    begun = time.time() - time.monotonic()

    def check(rows):
        shown = cards_of(trial)
        acts = [act for act in done_of(rows) if (CARDS.get(act.kind), act.id) in shown]
        for act in acts:
            said = shown[CARDS[act.kind], act.id]["data"]
            at = datetime.fromisoformat(said.get("at") or said["raised_at"]).timestamp() - begun
            if not act.begun - NEAR <= at <= act.done + NEAR:
                yield f"{act.kind} {act.id} says a time that is {at - act.done:.0f} s off"
        if len(acts) < LEAST:
            yield f"only {len(acts)} cards said a time"

    return check


def try_clocks(world, circles, name, strike):
    """Everybody acts, and three call whom nobody answers; in the middle something strikes."""
    with ringing(world, f"{name} calls") as calls, Trial(world, name, rate=RATE) as trial:
        pairs = [(circle.members[1], circle) for circle in circles]
        made = [(person, calls.press(person, circle)) for person, circle in pairs]
        for part in range(4):
            time.sleep(LASTS / 4)
            if part == 0:
                strike()
            for port in world.ports:
                told = world.people[0].at(port).read("/me/now").expect(200).json["server_time"]
                assert seconds_off(told) < NEAR, (port, told)
        for person, call in made:
            calls.end(person, call)
        calls.judge(owed.handed_on(steps=STEPS), owed.called_for)
        trial.judge(trial.every_number, true_times(trial))


def test_a_machine_ahead_hands_nothing_on_early_and_says_no_wrong_time(world, circles):
    try_clocks(world, circles, "clock ahead", lambda: None)


def test_a_clock_that_falls_back_an_hour_holds_nothing_up(world, circles, clock):
    try_clocks(world, circles, "clock back", lambda: clock.write_text(str(BACK)))
