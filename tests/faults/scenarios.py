"""What strikes the service in each trial, and for how long; on whichever world it is given."""

from __future__ import annotations

import time
from typing import Any

from tests.faults import bounds, load
from tests.faults.history import WHOLE, lasts
from tests.faults.hygiene import what_is_left
from tests.faults.trial import Trial
from tests.faults.world import World

RATE = lasts(load.RATE, 4)
LEADS_THERE = lasts(8, 4)  # calls are few, and each crash waits for one
EVENTS = ("MessagePosted", "AlertRaised", "ResponseSent", "AlertClaimed", "AlertResolved")
ONE_SWEEP = 35.0
PING_TIMEOUT = 25 + 20  # seconds: a client hears a ping that often, or waits so long for it


def trial_in(world: World, name: str, **how: Any) -> Trial:
    return Trial(world, name, rate=RATE, **how)


def calm(world: World, name: str, seconds: float = lasts(45, 3)) -> None:
    """No fault at all: nearly everything is on all screens in no time."""
    with trial_in(world, name) as trial:
        time.sleep(seconds)
        checks = (trial.every_number, bounds.untroubled, bounds.all_seen(lasts(0.5, 4)))
        trial.judge(*checks)


def killed(world: World, name: str, seconds: float = lasts(50, 3)) -> None:
    """Processes end as by a power cut, and come back."""
    with trial_in(world, name) as trial:

        def kill_one() -> None:
            trial.nemesis.rest(*((3, 6) if WHOLE else (0.5, 1)))
            trial.nemesis.kill(trial.rng.choice(world.web))

        trial.until(seconds, kill_one)
        trial.judge(bounds.alerts_seen, kill=int(lasts(seconds / 15, 1)))
        joined = sum(screen.by == "socket" for screen in trial.screens)
        held = what_is_left(world.web, joined, ONE_SWEEP)
    assert sum(one["sockets"] for one in held) == joined, held
    assert not any(one["ghosts"] for one in held), held


def crashed(world: World, name: str, times: int = int(lasts(len(EVENTS), 1))) -> None:
    """A process ends just before a commit, or after it and before anybody hears or is answered."""
    with Trial(world, name, rate=LEADS_THERE) as trial:
        for event in EVENTS[:times]:
            points = [f"{point}:{event}" for point in ("before_commit", "after_commit")]
            trial.nemesis.crash(trial.rng.choice(world.web), *points)
        trial.judge(bounds.alerts_seen, crash=2 * times)


def frozen(world: World, name: str, *, long: bool = WHOLE) -> None:
    """Processes stand still and go on where they stood, as if no time had passed.

    Once for so `long` that whoever is joined there has to leave.
    """
    with trial_in(world, name) as trial:
        nemesis, everybody = trial.nemesis, [*world.web, *world.workers]
        for number in range(int(lasts(6, 2))):
            nemesis.freeze(everybody[number % len(everybody)], trial.rng.uniform(1, lasts(6, 1.5)))
            nemesis.rest(0.5, lasts(2, 0.6))
        if long:
            nemesis.freeze(trial.rng.choice(world.web), PING_TIMEOUT + 8)
        checks = (bounds.alerts_seen, bounds.moved(PING_TIMEOUT + 5))
        trial.judge(*checks, freeze=int(lasts(6, 2)) + long)
