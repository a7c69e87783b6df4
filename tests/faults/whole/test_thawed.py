"""A worker stands still while it pushes, another does it meanwhile, and the first one goes on."""

from __future__ import annotations

import time

import psycopg
import pytest

from tests.faults import owed
from tests.faults.people import form_circle, gather
from tests.faults.ringing import ringing
from tests.faults.world import World
from tests.kit.push_service import push_service

KEPT_BY_ANOTHER, AFTERWARDS = 30, 4
EFFECT = """
    SELECT kept_at, handed_at, accepted_at, head FROM promises
    JOIN deliveries ON deliveries.public_id = about AND kind = 'deliver'
    JOIN streams ON streams.id = (
        SELECT accounts.stream_id FROM urge_alerts
        JOIN members ON members.id = member_id JOIN accounts ON accounts.id = account_id
        WHERE urge_alerts.public_id = %s
    )
    WHERE kept_at IS NOT NULL
"""


def effect_of(world, call):
    """What came of the one push that is owed, once it is kept: when, and its author's number."""
    with psycopg.connect(world.url) as connection:
        return connection.execute(EFFECT, [call.id]).fetchone()


def thaw_too_late(world):
    """What stood when the first worker went on, and a while later."""
    first, second = world.workers
    with ringing(world, "thawed too late") as calls, push_service() as service:
        ana, ben = gather(world.web[0].origin, ("Ana", "Ben"))
        circle = form_circle([ana, ben])
        calls.give(ben, service, "kept,201")
        second.freeze()
        call = calls.press(ana, circle)
        ben.browser.until(lambda: service.received, within=30)
        first.freeze()
        second.thaw()
        before = ben.browser.until(lambda: effect_of(world, call), KEPT_BY_ANOTHER)
        service.released.set()
        first.thaw()
        time.sleep(AFTERWARDS)
        after = effect_of(world, call)
        calls.end(ana, call)
    calls.judge(owed.handed_on(), owed.called_for, owed.delivered(kills=1))
    return before, after


@pytest.fixture
def begin(tmp_path_factory, postgres):
    """One that serves and two that work, as they are or with a guard taken out."""

    def begin(program=None):
        folder, url = tmp_path_factory.mktemp("world"), postgres.fresh_database()
        return World(folder, url, web=1, workers=2, program=program, PUSH_LOOPBACK="on")

    return begin


def test_who_goes_on_when_another_has_done_it_changes_nothing(begin):
    with begin() as world:
        before, after = thaw_too_late(world)

    assert before == after


def test_workers_that_do_not_ask_whether_they_still_hold_it_are_found(begin):
    with begin(["-m", "tests.faults.mutants", "lease_without_fence"]) as world:
        before, after = thaw_too_late(world)

    assert before != after
