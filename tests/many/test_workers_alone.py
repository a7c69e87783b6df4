"""While no web process is up, whoever asked for company is handed on by workers alone."""

from __future__ import annotations

import psycopg
import pytest

from tests.client.http import Browser
from tests.kit import cast
from tests.kit.service import Service, Worker
from tests.many.waiting import wait_until

OWN_TIME = 15  # seconds: a worker starts, looks every three, and makes the step


@pytest.fixture(scope="module")
def web(tmp_path_factory, postgres):
    """The one web process of a service, before it goes down."""
    folder = tmp_path_factory.mktemp("alone") / "instance"
    with Service(folder, postgres.fresh_database(), LIMITS="off") as running:
        yield running


@pytest.fixture(scope="module")
def people(web) -> dict[str, Browser]:
    """Everybody, signed in there."""
    return cast.sign_up_all(web.origin)


AGE = "UPDATE claims SET claimed_at = claimed_at - interval '181 seconds'"
OVER = """
    SELECT count(*) FROM promises
    WHERE kind = 'hand_on' AND about = %s AND kept_at IS NOT NULL
"""
MADE = """
    SELECT count(*) FROM hand_ons JOIN urge_alerts ON urge_alerts.id = alert_id
    WHERE urge_alerts.public_id = %s
"""


def let_three_minutes_pass(url):
    with psycopg.connect(url) as connection:
        connection.execute(AGE)


def count(url, words, alert):
    with psycopg.connect(url) as connection:
        (number,) = connection.execute(words, [alert]).fetchone()
        return number


def test_a_claim_that_fell_silent_is_handed_on_while_no_web_process_is_up(web, room):
    url = web.settings["DATABASE_URL"]
    alert = room.ana.post(f"/circles/{room.circle}/alerts").expect(201).json["id"]
    room.ben.post(f"/alerts/{alert}/claims").expect(201)
    wait_until(
        lambda: count(url, OVER, alert), OWN_TIME
    )  # the step of the press did nothing: Ben was there
    web.stop()
    let_three_minutes_pass(url)
    before = count(url, MADE, alert)
    with Worker(web.folder, **web.settings):
        wait_until(lambda: count(url, MADE, alert), OWN_TIME)

    assert before == 0
