"""A push service that hangs holds up nothing else: real processes, real time."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing

import pytest

from tests.browser.pair import meet
from tests.kit import cast
from tests.kit.push_service import push_service
from tests.kit.service import Service

AT_MOST = 9.0  # five seconds to take it back, the rest for a busy machine; a hang lasts ten


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with Service(tmp_path_factory.mktemp("hang") / "instance", PUSH_LOOPBACK="on") as service:
        yield service


def agree(browser, subscriber):
    browser.post("/me/devices", endpoint=subscriber.endpoint, **subscriber.keys).expect(201)


def accepted(service):
    path = next(service.folder.glob("*.sqlite"))
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        query = "SELECT count(*) FROM deliveries WHERE accepted_at IS NOT NULL"
        return database.execute(query).fetchone()[0]


def test_a_push_service_that_hangs_delays_no_other(running):
    with push_service() as hanging, push_service() as good:
        pair = meet(running.origin)
        noa = cast.sign_up_new(running.origin, "Noa")
        cast.bring(pair.ana, pair.circle, noa, "Noa")
        for _ in range(10):  # as many as each may have: together as many as go out at once
            agree(pair.ben, hanging.subscriber("hang"))
            agree(noa, hanging.subscriber("hang"))
        mo = cast.sign_up_new(running.origin, "Mo")
        cast.bring(pair.ana, pair.circle, mo, "Mo")
        phone = good.subscriber()
        agree(mo, phone)

        begun = time.monotonic()
        pair.alert()
        while not good.to(phone) and time.monotonic() - begun < 20:
            time.sleep(0.05)
        took = time.monotonic() - begun

        assert hanging.received, "nothing hung"
        assert took < AT_MOST
        while not accepted(running) and time.monotonic() - begun < 20:
            time.sleep(0.05)
        assert accepted(running) == 1
        assert pair.ana.get(pair.room).code == 200
