"""What strikes the service in each trial, and for how long; on whichever world it is given."""

from __future__ import annotations

import time

from tests.faults.history import lasts
from tests.faults.reached import arrivals_of, part
from tests.faults.trial import Trial
from tests.faults.world import World

RATE = lasts(26, 12)


def trial_in(world: World, name: str) -> Trial:
    return Trial(world, name, rate=RATE)


def calm(world: World, name: str, within: float) -> None:
    """No fault at all: nearly everything is on all screens in no time."""
    with trial_in(world, name) as trial:
        time.sleep(lasts(60, 4))
        trial.judge()
        assert not trial.rows_of("later") and not trial.rows_of("unknown")
        assert part(arrivals_of(trial.history.rows).acts, 0.99) < within


def killed(world: World, name: str) -> None:
    """Processes end as by a power cut, and come back."""
    with trial_in(world, name) as trial:
        nemesis = trial.nemesis

        def kill_one() -> None:
            nemesis.rest(*((3, 6) if lasts(True, False) else (0.5, 1)))
            nemesis.kill(trial.rng.choice(world.web))

        trial.until(lasts(60, 5), kill_one)
        trial.judge(kill=int(lasts(7, 2)))
