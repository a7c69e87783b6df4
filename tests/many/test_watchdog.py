"""The watchdog of a running service: it says who was dropped, whatever befell its last look."""

from __future__ import annotations

import psycopg
import pytest

from tests.browser.pair import meet
from tests.client.http import Browser
from tests.kit.service import Service
from tests.many.waiting import wait_until

DROPPED = "1 alerts were neither answered nor handed on"
NOT_KNOWN = "it is not known whether alerts were dropped"


@pytest.fixture
def web(tmp_path, falling):
    running = Service(tmp_path / "instance", falling.fresh_database(), LIMITS="off")
    running.program = ["-m", "tests.many.quick_watchdog"]
    with running:
        yield running


def lose_what_is_owed(web):
    """The call was made a while ago, and nobody owes a step of it any more."""
    with psycopg.connect(web.settings["DATABASE_URL"]) as connection:
        connection.execute("DELETE FROM promises")
        connection.execute("UPDATE urge_alerts SET raised_at = raised_at - interval '200 s'")


def test_it_goes_on_looking_after_the_database_was_away(web, falling):
    meet(web.origin).alert()
    assert DROPPED not in web.words()
    lose_what_is_owed(web)
    wait_until(lambda: DROPPED in web.words())
    assert "steady_alerts_dropped 1.0" in Browser(web.origin).get("/metrics").expect(200).text

    falling.fall()
    wait_until(lambda: NOT_KNOWN in web.words())
    falling.come_back()

    before = len(web.words())
    wait_until(lambda: DROPPED in web.words()[before:])
