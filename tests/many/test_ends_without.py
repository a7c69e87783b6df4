"""Told to end while the database is away: a process ends in time, and says what it could not do."""

from __future__ import annotations

import time

import pytest

from tests.browser.pair import meet
from tests.kit.push_service import push_service
from tests.kit.service import Service, Worker
from tests.many.ending import ENDS_WITHIN, HEARD_OF, HELD, RUNG, asked
from tests.many.waiting import wait_until

NOT_BACK = "was not handed back"


@pytest.fixture
def web(tmp_path, falling):
    url = falling.fresh_database()
    with Service(tmp_path / "instance", url, LIMITS="off", PUSH_LOOPBACK="on") as running:
        yield running


@pytest.fixture
def worker(web):
    with Worker(web.folder, **web.settings) as running:
        wait_until(lambda: asked(web, HEARD_OF))
        yield running


AWAY = {"fell": ("fall", "come_back"), "stands still": ("freeze", "thaw")}


@pytest.mark.parametrize("keeper", ["web", "worker"])
@pytest.mark.parametrize("away", AWAY)
def test_without_a_database_it_ends_in_time_and_says_what_it_did_not_do(
    request, falling, web, keeper, away
):
    pair = meet(web.origin)
    kept_by = request.getfixturevalue(keeper)
    leave, come_back = (getattr(falling, one) for one in AWAY[away])
    with push_service() as service:
        phone = service.subscriber("kept")
        pair.ben.post("/me/devices", endpoint=phone.endpoint, **phone.keys).expect(201)
        pair.alert()
        wait_until(lambda: asked(web, HELD) and service.to(phone))
        leave()
        before, begun = len(kept_by.words()), time.monotonic()
        code, took = kept_by.stop(), time.monotonic() - begun
        said = kept_by.words()[before:]
        come_back()
        service.released.set()
        with Worker(web.folder, **web.settings):
            wait_until(lambda: asked(web, RUNG) == [(True,)])

    assert (code, took < ENDS_WITHIN) == (0, True)
    assert "Traceback" not in said
    assert [line for line in said.splitlines() if NOT_BACK in line] == said.splitlines()[-1:]
