"""Faults that strike the service on PostgreSQL and Valkey, and lose nothing."""

from __future__ import annotations

from tests.faults import bus_scenarios, removals, scenarios


def test_in_calm_everything_is_on_all_screens_at_once(on_postgres):
    scenarios.calm(on_postgres, "calm on PostgreSQL")


def test_what_was_acknowledged_survives_processes_that_are_killed(on_postgres):
    scenarios.killed(on_postgres, "killed on PostgreSQL")


def test_killed_around_a_commit_the_repeat_is_answered_as_the_first_time(on_postgres):
    scenarios.crashed(on_postgres, "crashed on PostgreSQL")


def test_who_stood_still_does_nothing_twice_and_its_clients_go_elsewhere(on_postgres):
    scenarios.frozen(on_postgres, "frozen on PostgreSQL")


def test_a_bus_that_dies_again_and_again_holds_up_no_answer(on_postgres):
    bus_scenarios.bus_killed(on_postgres, "bus killed")


def test_a_bus_that_hangs_is_noticed_and_holds_up_no_answer(on_postgres):
    bus_scenarios.bus_frozen(on_postgres, "bus frozen")


def test_the_last_words_before_a_silence_are_seen_though_the_bus_was_dead(on_postgres):
    bus_scenarios.last_words(on_postgres, "last words")


def test_who_was_taken_out_hears_and_reads_no_more(on_postgres):
    removals.removed(on_postgres, "removed on PostgreSQL", has_bus=True)
