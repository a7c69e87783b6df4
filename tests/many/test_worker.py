"""A worker keeps the promises of the web processes, and what it changes is on their screens."""

from __future__ import annotations

import time

import psycopg
import pytest

from tests.kit import cast
from tests.kit.push_service import push_service
from tests.kit.service import Worker
from tests.many.waiting import LOCK_CIRCLE, wait_until


@pytest.fixture(scope="module")
def pair(open_pair, valkey, postgres):
    """Two web processes that push to services on loopback."""
    bus = {"REDIS_URL": valkey.url}
    with open_pair(postgres.fresh_database(), PUSH_LOOPBACK="on", **bus) as both:
        yield both


@pytest.fixture(scope="module")
def worker(pair):
    """One worker beside two web processes."""
    one = pair[0]
    bus = {"REDIS_URL": one.settings["REDIS_URL"]}
    with Worker(
        one.folder, one.settings["DATABASE_URL"], LIMITS="off", PUSH_LOOPBACK="on", **bus
    ) as running:
        yield running


def heard_of(postgres_url):
    """The names of the workers that were heard of in the last three seconds."""
    with psycopg.connect(postgres_url) as connection:
        query = "SELECT name FROM workers WHERE heard_at > now() - interval '3 seconds'"
        return [name for (name,) in connection.execute(query).fetchall()]


HELD = """
    SELECT hold, extract(epoch FROM free_at - now())::float FROM promises
    WHERE kind = 'deliver' AND hold IS NOT NULL AND kept_at IS NULL
"""


def held_pushes(postgres_url):
    """The holds on pushes under way, and for how many seconds each lasts."""
    with psycopg.connect(postgres_url) as connection:
        return dict(connection.execute(HELD).fetchall())


def test_who_is_told_to_end_lets_others_push_at_once_what_it_was_pushing(pair, worker, room):
    url = pair[0].settings["DATABASE_URL"]
    wait_until(lambda: heard_of(url))
    with push_service() as service:
        phone = service.subscriber("hang")
        room.ben.post("/me/devices", endpoint=phone.endpoint, **phone.keys).expect(201)
        room.ana.post(f"/circles/{room.circle}/alerts").expect(201)
        wait_until(lambda: service.to(phone))
        ((hold, lasts),) = held_pushes(url).items()
        worker.stop()

        assert lasts < 21, "a keeper that dies leaves a call for help behind for longer"
        assert hold not in held_pushes(url)
        worker.start()
        wait_until(lambda: len(service.to(phone)) > 1, within=5)


SLOW = 7.0  # seconds, more than a hold lasts by itself


def test_a_push_service_that_is_slow_to_answer_gets_a_push_once(pair, worker, room):
    url = worker.settings["DATABASE_URL"]
    with Worker(worker.folder, **worker.settings), push_service() as service:
        wait_until(lambda: len(heard_of(url)) == 2)
        phone = service.subscriber("kept")
        room.ben.post("/me/devices", endpoint=phone.endpoint, **phone.keys).expect(201)
        room.ana.post(f"/circles/{room.circle}/alerts").expect(201)
        wait_until(lambda: service.to(phone))
        answers_at = time.monotonic() + SLOW
        while time.monotonic() < answers_at:
            assert len(service.to(phone)) == 1, "another worker took it meanwhile"
            time.sleep(0.1)  # nothing is to come: there is no sign to wait for
        service.released.set()
        wait_until(lambda: not held_pushes(url))

        assert len(service.to(phone)) == 1


MADE = """
    SELECT 1 FROM hand_ons JOIN urge_alerts ON urge_alerts.id = alert_id
    WHERE urge_alerts.public_id = %s
"""


def is_handed_on(postgres_url, alert):
    with psycopg.connect(postgres_url) as connection:
        return connection.execute(MADE, [alert]).fetchone()


def press(browser, circle):
    return browser.post(f"/circles/{circle}/alerts").expect(201).json["id"]


def test_a_circle_in_which_nothing_can_be_written_holds_up_no_call_in_another(pair, worker, room):
    url, other = pair[0].settings["DATABASE_URL"], cast.start_circle(room.cleo, my_name="Cleo")
    cast.bring(room.cleo, other, room.ben, "Ben")
    wait_until(lambda: heard_of(url))
    for one in (room.ana, room.ben, room.mo):
        press(one, room.circle)
    alert, pressed_at = press(room.cleo, other), time.monotonic()
    with psycopg.connect(url) as holding:
        holding.execute(LOCK_CIRCLE, [room.circle])
        wait_until(lambda: is_handed_on(url, alert))
        took = time.monotonic() - pressed_at

    assert took < 5 + 2, "five seconds are there to take it back, two for the step"


MOVED = "SELECT 1 FROM promises WHERE kind = 'watch_moves' AND about = %s AND kept_at IS NOT NULL"


def has_moved(postgres_url, circle):
    with psycopg.connect(postgres_url) as connection:
        return connection.execute(MOVED, [circle]).fetchone()


def live_in(browser, zone):
    browser.post("/me", name="N", zone=zone, language="en").expect(201)


def test_days_that_wait_for_a_circle_hold_up_nothing_else_that_is_owed(pair, worker, room):
    url, other = pair[0].settings["DATABASE_URL"], cast.start_circle(room.cleo, my_name="Cleo")
    room.cleo.post(f"/circles/{other}/watch/week", hours="0-3").expect(201)
    wait_until(lambda: heard_of(url))
    for one in (room.ana, room.ben, room.mo):
        one.post("/journey", started_on="2026-01-01").expect(201)
    with psycopg.connect(url) as holding:
        holding.execute(LOCK_CIRCLE, [room.circle])
        for one in (room.ana, room.ben, room.mo):
            live_in(one, "Asia/Tokyo")  # each is owed a day there, and waits two seconds for it
        live_in(room.cleo, "Asia/Tokyo")
        begun = time.monotonic()
        wait_until(lambda: has_moved(url, other))
        took = time.monotonic() - begun

    assert took < 4, "one after another, the days would take six and more"


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
