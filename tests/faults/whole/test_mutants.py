"""The trials themselves are tried: with a guard taken out, each must be red.

What is red for promises and for pushes stands beside their trials.
"""

from __future__ import annotations

import time
from contextlib import contextmanager

import pytest

from tests.faults import bounds
from tests.faults.bus_scenarios import last_words
from tests.faults.removals import removed
from tests.faults.trial import Trial
from tests.faults.world import World

UNLIKE = "shows .* as .*, not"
UNSHOWN = "screens never showed all of it"
SECONDS = 6
OFTEN = 30.0  # acts in a second: a guard against two at once is missed where two come at once


@pytest.fixture
def mutant(tmp_path_factory, postgres):
    """A world with this guard taken out, or none; on PostgreSQL or on SQLite."""

    @contextmanager
    def begin(name=None, *, is_postgres=True):
        url = postgres.fresh_database() if is_postgres else None
        program = ["-m", "tests.faults.mutants", name] if name else None
        folder = tmp_path_factory.mktemp("mutant")
        with World(folder, url, workers=0, program=program) as world:
            yield world

    return begin


def kill_in(world, **how):
    """People act for a while, and one process is killed."""
    with Trial(world, "mutant", rate=OFTEN, **how) as trial:
        time.sleep(SECONDS / 2)
        trial.nemesis.kill(world.web[0])
        time.sleep(SECONDS / 2)
        trial.judge()


def act_in(world, *checks):
    """People act for a while, and nothing else happens."""
    with Trial(world, "mutant", rate=OFTEN) as trial:
        time.sleep(SECONDS)
        trial.judge(*checks)


def test_a_client_that_never_syncs_is_found(mutant):
    found = f"{UNLIKE}|{UNSHOWN}"  # by chance it misses what changes, or what is there, or both
    with mutant() as world, pytest.raises(AssertionError, match=found):
        kill_in(world, syncs=False)


def test_a_service_that_announces_no_heads_is_found(mutant):
    with mutant("no_heads") as world, pytest.raises(AssertionError, match="on all screens only"):
        last_words(world, "mutant", 1)


@pytest.mark.parametrize(
    ("name", "is_postgres", "found"),
    [
        ("cursor_over_a_sequence", True, UNLIKE),
        ("emit_before_commit", True, UNLIKE),
        ("dedupe_in_memory", True, "stands 2 times"),
        ("dedupe_in_memory", False, "stands 2 times"),
    ],
)
def test_a_service_that_writes_without_a_guard_is_found(mutant, name, is_postgres, found):
    with mutant(name, is_postgres=is_postgres) as world, pytest.raises(AssertionError, match=found):
        act_in(world)


def test_a_service_that_locks_nothing_where_it_numbers_is_found(mutant):
    number_alone = mutant("for_update_on_sqlite", is_postgres=False)
    with number_alone as world, pytest.raises(AssertionError, match="acts have the number"):
        act_in(world)


def test_a_service_that_asks_for_its_lock_too_late_is_found(mutant):
    begins_late = mutant("deferred_begin", is_postgres=False)
    with begins_late as world, pytest.raises(AssertionError, match="an answer was later"):
        act_in(world, bounds.untroubled)


def test_a_service_that_tells_rooms_without_asking_who_belongs_is_found(mutant):
    with mutant("rooms_for_ever") as world, pytest.raises(AssertionError, match="Vic heard cards"):
        removed(world, "mutant", has_bus=True)
