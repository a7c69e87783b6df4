"""The world of the trials that have no short form."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.world import World


@pytest.fixture(scope="package")
def world(tmp_path_factory: pytest.TempPathFactory, postgres) -> Iterator[World]:
    """Two that serve and one that works, on PostgreSQL and Valkey."""
    with World(tmp_path_factory.mktemp("world"), postgres.fresh_database()) as world:
        yield world
