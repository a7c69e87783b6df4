"""A worker keeps the promises of the web processes, and what it changes is on their screens."""

from __future__ import annotations

import time

import psycopg
import pytest

from tests.kit.service import Worker

DROPPED = "alerts were neither answered nor handed on"


@pytest.fixture(scope="module")
def worker(pair):
    """One worker beside two web processes."""
    one = pair[0]
    bus = {"REDIS_URL": one.settings["REDIS_URL"]}
    with Worker(one.folder, one.settings["DATABASE_URL"], LIMITS="off", **bus) as running:
        yield running


def heard_of(postgres_url):
    """The names of the workers that were heard of in the last three seconds."""
    with psycopg.connect(postgres_url) as connection:
        query = "SELECT name FROM workers WHERE heard_at > now() - interval '3 seconds'"
        return [name for (name,) in connection.execute(query).fetchall()]


def test_a_worker_sees_that_an_alert_was_dropped_when_no_other_process_looks(pair, worker, room):
    alert = room.ana.post(f"/circles/{room.circle}/alerts").expect(201).json["id"]
    with psycopg.connect(pair[0].settings["DATABASE_URL"]) as connection:
        connection.execute("DELETE FROM promises WHERE about = %s", (alert,))
        connection.execute("UPDATE urge_alerts SET raised_at = raised_at - interval '100 seconds'")
    give_up = time.monotonic() + 25
    while DROPPED not in worker.words():
        assert time.monotonic() < give_up, worker.words()
        time.sleep(0.2)


def test_a_worker_says_that_it_is_there_and_ends_at_once_when_told(pair, worker):
    url, give_up = pair[0].settings["DATABASE_URL"], time.monotonic() + 20
    while not (names := heard_of(url)):
        assert worker.is_running, worker.words()
        assert time.monotonic() < give_up, "nobody heard of the worker"
        time.sleep(0.2)
    begun = time.monotonic()
    code = worker.stop()

    assert len(names) == 1
    assert (code, time.monotonic() - begun < 2) == (0, True)
