"""Worlds to strike, one for each database; and the count of what was acknowledged in all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.history import WHOLE
from tests.faults.trial import tally
from tests.faults.world import World

LEAST_ACKED = 1_500
collect_ignore_glob = [] if WHOLE else ["whole/*"]


@pytest.fixture(scope="module")
def on_postgres(tmp_path_factory: pytest.TempPathFactory, postgres) -> Iterator[World]:
    """Two that serve and one that works, on PostgreSQL and Valkey."""
    with World(tmp_path_factory.mktemp("world"), postgres.fresh_database()) as world:
        yield world


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The same on one SQLite file; the short form has no bus."""
    with World(tmp_path_factory.mktemp("world"), bus=WHOLE) as world:
        yield world


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """The whole form is red when too little was acknowledged to prove anything."""
    if WHOLE and exitstatus == 0 and acked() < LEAST_ACKED:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter) -> None:
    for one in tally:
        p50, p99, most = one.times
        said = f"{one.name} ({one.seed}): {one.acked} acknowledged, {one.wrong} wrong"
        times = f"seen by all after {p50:.2f} / {p99:.2f} / {most:.2f} s"
        terminalreporter.write_line(f"{said}; {times}; {one.fired}")
    if WHOLE:
        line = f"{acked()} writes were acknowledged; at least {LEAST_ACKED} prove something"
        terminalreporter.write_line(line)


def acked() -> int:
    return sum(one.acked for one in tally)
