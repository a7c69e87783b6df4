"""Faults that strike two processes on one SQLite file, and lose nothing."""

from __future__ import annotations

from tests.faults import bus_scenarios, removals, scenarios
from tests.faults.history import WHOLE, lasts


def test_without_a_bus_everything_arrives_within_seconds(on_sqlite):
    bus_scenarios.bus_absent(on_sqlite, "bus absent on SQLite")


def test_what_was_acknowledged_survives_processes_that_are_killed(on_sqlite):
    scenarios.killed(on_sqlite, "killed on SQLite", lasts(25, 3))


def test_killed_around_a_commit_the_repeat_is_answered_as_the_first_time(on_sqlite):
    # What ends where is the same code on both databases; what is kept of it is the database's part.
    scenarios.crashed(on_sqlite, "crashed on SQLite", int(lasts(2, 1)))


def test_who_stood_still_does_nothing_twice_and_its_clients_go_elsewhere(on_sqlite):
    # Who leaves a process that stands still for long does so whatever the database is.
    scenarios.frozen(on_sqlite, "frozen on SQLite", long=False)


def test_who_was_taken_out_hears_and_reads_no_more(on_sqlite):
    removals.removed(on_sqlite, "removed on SQLite", has_bus=WHOLE)
