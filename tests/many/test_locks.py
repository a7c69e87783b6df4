"""Streams of accounts are locked after all others: who tells somebody something locks them late.

Else a press and a removal, each waiting for what the other has, were ended by PostgreSQL in turns.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import psycopg
import pytest

from tests.kit import cast
from tests.many.waiting import LOCK_CIRCLE, wait_until

LOCK_ACCOUNTS = "SELECT 1 FROM streams WHERE kind = 'account' FOR UPDATE NOWAIT"
WAITING = """
    SELECT 1 FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


def press(browser, circle):
    return browser.post(f"/circles/{circle}/alerts").expect(201).json["id"]


def withdraw(room, alert):
    return room.ana.post(f"/alerts/{alert}/withdrawal")


# Each locks a circle and somebody's account, and knows both when it begins.
ACTS = {
    "press": lambda room, _alert: room.ana.post(f"/circles/{room.circle}/alerts"),
    "claim": lambda room, alert: room.ben.post(f"/alerts/{alert}/claims"),
    "still alone": lambda room, alert: room.ana.post(f"/alerts/{alert}/calls"),
    "answer": lambda room, alert: room.ben.post(f"/alerts/{alert}/responses", text="here"),
    "take back": withdraw,
}


@pytest.mark.parametrize("act", ACTS)
def test_what_waits_for_a_circle_holds_nobodys_account_meanwhile(pair, room, act):
    alert = press(room.ana, room.circle)
    with psycopg.connect(pair[0].settings["DATABASE_URL"]) as other, ThreadPoolExecutor(1) as one:
        other.execute(LOCK_CIRCLE, [room.circle])
        doing = one.submit(ACTS[act], room, alert)
        wait_until(lambda: other.execute(WAITING).fetchone(), within=2)
        other.execute(LOCK_ACCOUNTS)
        other.rollback()

        doing.result().expect(201)
    withdraw(room, alert)


def test_a_step_of_the_ladder_holds_nobodys_account_either(pair, room):
    press(room.ana, room.circle)
    with psycopg.connect(pair[0].settings["DATABASE_URL"]) as other:
        other.execute(LOCK_CIRCLE, [room.circle])
        wait_until(lambda: other.execute(WAITING).fetchone())
        other.execute(LOCK_ACCOUNTS)
        other.rollback()


def test_who_calls_without_end_can_be_removed_at_the_first_try(pair, room):
    ben, host, circle = room.ben, room.cleo, cast.start_circle(room.cleo, my_name="Cleo")
    cast.bring(host, circle, ben, "Ben")
    member, is_over = ben.stream_of(circle)["me"], Event()
    alert, places = press(ben, circle), [ben, cast.at(pair[1], ben)] * 4
    calls = []

    def call_on(place):
        while not is_over.is_set():
            calls.append(place.post(f"/alerts/{alert}/calls"))

    with ThreadPoolExecutor(len(places)) as calling:
        for place in places:
            calling.submit(call_on, place)
        try:
            wait_until(lambda: len(calls) > len(places))
            cast.remove(host, member)
        finally:
            is_over.set()
