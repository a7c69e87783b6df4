"""The trials of promises are tried: with a guard taken out, they must be red."""

from __future__ import annotations

import pytest

from tests.faults import promise_scenarios
from tests.faults.world import World


def test_a_service_that_spares_who_was_here_a_moment_ago_is_found(tmp_path_factory, postgres):
    folder, url = tmp_path_factory.mktemp("mutant"), postgres.fresh_database()
    program = ["-m", "tests.faults.mutants", "push_suppressed_by_presence"]
    with (
        World(folder, url, workers=1, program=program, PUSH_LOOPBACK="on") as world,
        pytest.raises(AssertionError, match=r"phone 201 .* never rang for"),
    ):
        promise_scenarios.keepers_killed(world, kills=1, phones=1)
