"""Faults that strike two processes on one SQLite file, and lose nothing."""

from __future__ import annotations

from tests.faults import scenarios
from tests.faults.history import lasts


def test_in_calm_everything_is_on_all_screens_at_once(on_sqlite):
    scenarios.calm(on_sqlite, "calm on SQLite", lasts(0.5, 4))


def test_what_was_acknowledged_survives_processes_that_are_killed(on_sqlite):
    scenarios.killed(on_sqlite, "killed on SQLite")
