"""A new version comes, one process after the other, while people write and old screens look."""

from __future__ import annotations

from tests.faults import bounds
from tests.faults.scenarios import trial_in

LASTS = 45
LATER_KINDS = {"company", "response"}  # what an older screen does not know


def test_processes_that_are_replaced_in_turn_lose_nothing(world):
    with trial_in(world, "rolling") as trial:
        trial.screens[0].ignore(*LATER_KINDS)
        turns = iter(world.web * 100)

        def replace_one():
            service = next(turns)
            with trial.nemesis.strike("replaced", service.port):
                assert service.stop() == 0
                service.start()
            trial.nemesis.rest(2, 3)

        trial.until(LASTS, replace_one)
        trial.judge(bounds.alerts_seen, replaced=4)
        ignored = {kind for kind, _ in trial.screens[0].view}

    assert not ignored & LATER_KINDS, "the old screen knew everything"
