"""The database falls, three times, and then stands still: nothing that was stored is lost."""

from __future__ import annotations

import time

import pytest

from tests.faults import bounds
from tests.faults.scenarios import trial_in
from tests.faults.world import World
from tests.kit.postgres import Postgres

FALLS, STANDS = 3, 8.0


@pytest.fixture(scope="module")
def postgres():
    """A server of this file's own, which may fall."""
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def world(tmp_path_factory, postgres):
    with World(tmp_path_factory.mktemp("world"), postgres.fresh_database()) as world:
        yield world


def test_a_database_that_falls_loses_nothing(world, postgres):
    with trial_in(world, "database falls") as trial:
        for _ in range(FALLS):
            trial.nemesis.rest(3, 5)
            with trial.nemesis.strike("fall"):
                postgres.crash_and_return()
        trial.nemesis.rest(3, 5)
        trial.judge(bounds.put_off_and_soon, fall=FALLS)


def test_a_database_that_stands_still_loses_nothing(world, postgres):
    with trial_in(world, "database stands still") as trial:
        for _ in range(2):
            trial.nemesis.rest(3, 5)
            with trial.nemesis.strike("standstill"):
                postgres.freeze()
                time.sleep(STANDS)
                postgres.thaw()
        trial.nemesis.rest(3, 5)
        trial.judge(bounds.put_off_and_soon, bounds.no_loop, standstill=2)
