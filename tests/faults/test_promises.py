"""What is owed to phones, while those who owe it are killed, gone, or raced."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults import promise_scenarios
from tests.faults.world import World


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, postgres) -> Iterator[World]:
    """Two that serve and two that work; they may push to this machine."""
    folder, url = tmp_path_factory.mktemp("world"), postgres.fresh_database()
    with World(folder, url, workers=2, PUSH_LOOPBACK="on") as world:
        yield world


def test_phones_ring_once_though_workers_are_killed_while_it_is_due(world):
    promise_scenarios.keepers_killed(world)


def test_when_all_workers_are_dead_the_others_ring_instead(world):
    promise_scenarios.nobody_keeps(world)


def test_an_answer_that_races_the_first_step_is_right_in_both_orders(world):
    promise_scenarios.answers_race(world)
