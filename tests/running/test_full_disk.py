"""A disk that is full: words are kept with who wrote them, reading goes on, and so does all after.

The process may write no file past a size for a while, which a full disk looks like from inside.
"""

from __future__ import annotations

import resource
from contextlib import contextmanager

import pytest

from tests.client.http import make_key
from tests.kit import cast
from tests.kit.service import Service

FULL = 4096  # no file may grow past its first page


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with Service(tmp_path_factory.mktemp("full") / "instance", LIMITS="off") as service:
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
