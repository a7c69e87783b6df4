"""Two processes on one SQLite file that do have a bus."""

from __future__ import annotations

import pytest

from tests.faults import bus_scenarios, scenarios
from tests.faults.world import World


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    with World(tmp_path_factory.mktemp("world")) as world:
        yield world


def test_in_calm_everything_is_on_all_screens_at_once(world):
    scenarios.calm(world, "calm on SQLite", 30)


def test_the_last_words_before_a_silence_are_seen_though_the_bus_was_dead(world):
    bus_scenarios.last_words(world, "last words on SQLite")
