"""A disk that is full: words are kept with who wrote them, reading goes on, and so does all after.

What is owed meanwhile waits for room, and is kept then.

The process may write no file past a size for a while, which a full disk looks like from inside.
"""

from __future__ import annotations

import resource
import time
from contextlib import contextmanager

import pytest

from tests.browser.pair import meet
from tests.client.http import make_key
from tests.kit import cast
from tests.kit.push_service import push_service
from tests.kit.service import Service
from tests.many.ending import RUNG, asked
from tests.many.waiting import wait_until

FULL = 4096  # no file may grow past its first page


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    folder = tmp_path_factory.mktemp("full") / "instance"
    with Service(folder, LIMITS="off", PUSH_LOOPBACK="on") as service:
        yield service


@contextmanager
def full_disk(service):
    free = resource.prlimit(service.pid, resource.RLIMIT_FSIZE, (FULL, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.prlimit(service.pid, resource.RLIMIT_FSIZE, free)


def test_on_a_full_disk_nothing_is_acknowledged_and_all_can_be_read(running):
    room = cast.start_room(cast.sign_up_all(running.origin))
    said = [cast.say(room.ana, room.circle, f"before {one}").expect(201) for one in range(3)]
    key = make_key()
    with full_disk(running):
        put_off = [cast.say(room.ana, room.circle, "on a full disk", key) for _ in range(3)]
        alert = room.ben.post(f"/circles/{room.circle}/alerts", key=key)
        page = room.ben.get(f"/circles/{room.circle}")
        changes = room.mo.read(f"/streams/{room.stream}/changes", after=0, **{"as": "data"})

    assert {one.code for one in (*put_off, alert)} == {503}
    assert all("Retry-After" in one.headers for one in (*put_off, alert))
    assert (page.code, changes.code) == (200, 200)
    told = cast.say(room.ana, room.circle, "on a full disk", key).expect(201).json
    again = cast.say(room.ana, room.circle, "on a full disk", key).expect(200, 201).json
    assert told["id"] == again["id"]
    room.ben.post(f"/circles/{room.circle}/alerts", key=key).expect(201)
    words = room.mo.get(f"/circles/{room.circle}").text
    assert all(f"before {one}" in words for one in range(len(said)))
    assert words.count("on a full disk") >= 1


WAITS, GIVEN_UP = "promises wait", "SELECT kind FROM promises WHERE parked_at IS NOT NULL"


def lines_while_owed(service, times):
    """What the log says a second, once it said that what is owed waits, and until it did so often.

    It may write no more than a page either: whoever said a line too often is cut short in it.
    """
    before = len(service.words())
    wait_until(lambda: WAITS in service.words()[before:])
    begun, first = time.monotonic(), len(service.words())
    wait_until(lambda: service.words()[first:].count(WAITS) >= times)
    return service.words()[first:].count("\n") / (time.monotonic() - begun)


@pytest.mark.parametrize("is_under_way", [False, True])
def test_what_is_owed_while_the_disk_is_full_is_kept_once_there_is_room(tmp_path, is_under_way):
    service = Service(tmp_path / "instance", LIMITS="off", PUSH_LOOPBACK="on")
    with push_service() as pushes, service:
        pair, phone = meet(service.origin), pushes.subscriber("kept")
        pair.ben.post("/me/devices", endpoint=phone.endpoint, **phone.keys).expect(201)
        pair.alert()
        wait_until(lambda: pushes.to(phone) or not is_under_way)
        with full_disk(service):
            pushes.released.set()
            said = lines_while_owed(service, times=5)
            sent = len(pushes.to(phone))
        wait_until(lambda: asked(service, RUNG) == [(True,)], within=10)

    assert said < 4, "it spins"
    assert sent == is_under_way, "it rings again and again"
    assert asked(service, GIVEN_UP) == []
    assert len({one.headers["topic"] for one in pushes.to(phone)}) == 1
