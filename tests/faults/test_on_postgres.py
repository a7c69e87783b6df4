"""Faults that strike the service on PostgreSQL and Valkey, and lose nothing."""

from __future__ import annotations

from tests.faults import scenarios
from tests.faults.history import lasts


def test_in_calm_everything_is_on_all_screens_at_once(on_postgres):
    scenarios.calm(on_postgres, "calm on PostgreSQL", lasts(0.5, 4))


def test_what_was_acknowledged_survives_processes_that_are_killed(on_postgres):
    scenarios.killed(on_postgres, "killed on PostgreSQL")
