"""The database's disk is full for a while: nothing acknowledged is lost, and all can be read.

What a full disk is to SQLite stands in `tests/running/test_full_disk.py`.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.faults import bounds, owed
from tests.faults.acts import of_kind
from tests.faults.promise_scenarios import everybody_presses, with_phones
from tests.faults.ringing import FIRST_STEP
from tests.faults.scenarios import trial_in
from tests.faults.world import World
from tests.kit.postgres import Postgres

SIZE, PIECE = "192m", 64 * 1024
STAYS_FULL, LEAST_PUT_OFF = 15, 5
SOON = 15  # who tried in vain tries again after ten seconds at most
HELD_UP = 5
# While the disk is full PostgreSQL lets nobody new in once its `pg_internal.init` has to be written
# anew. A look for which every connection is taken is put off then, and the next one finds one.
LOOKS, LOOK_AGAIN = 3, 0.3
# What a page of the table has room for still; tries in vain until it is taken for full.
PROMISE = """
    INSERT INTO promises (kind, key, about, made_at, due_at, free_at, tries, kept_at)
    VALUES ('filler', gen_random_uuid(), 'filler', now(), now(), now(), 0, now())
"""
IN_VAIN = 30
UNNOTED = 4  # pushes of one call that may go out and leave no room to note that they did


@pytest.fixture(scope="module")
def disk():
    """A small disk of its own."""
    place = Path(tempfile.mkdtemp(prefix="steady-disk-"))
    words = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)]
    mounted = subprocess.run(words, check=False, capture_output=True)
    assert mounted.returncode == 0, "a small disk is mounted by root alone: run this as root"
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)
    place.rmdir()


@pytest.fixture(scope="module")
def postgres(disk):
    """A server whose folder lies on that disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(disk))
        server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def world(tmp_path_factory, postgres):
    with World(
        tmp_path_factory.mktemp("world"), postgres.fresh_database(), PUSH_LOOPBACK="on"
    ) as world:
        yield world


@contextmanager
def full(disk, url):
    """Nothing more fits on the disk; only the log of the database has begun a file already.

    Without that it would fall as a whole, and come back when there is room: that is the fall.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_switch_wal()")
        connection.execute("SELECT pg_logical_emit_message(true, '', '')")  # begins the file
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(PIECE))
        except OSError:
            yield
    filler.unlink()


def leave_no_room(url):
    """No page has room for a promise either: who owes one has to wait for the disk."""
    failed = 0
    with psycopg.connect(url, autocommit=True) as connection:
        while failed < IN_VAIN:
            try:
                connection.execute(PROMISE)
            except psycopg.errors.DiskFull:
                failed += 1


def look(ask, place, **more):
    """What is answered to whoever looks there, and looks again when put off."""
    for _ in range(LOOKS):
        if (code := ask(place, **more).code) != 503:
            break
        time.sleep(LOOK_AGAIN)
    return code


def read_all(trial, world):
    """Everybody reads a room and what changed there, at each process."""
    for circle in trial.circles:
        for port in world.ports:
            browser = circle.members[-1].at(port)
            page = look(browser.get, f"/circles/{circle.id}")
            news = f"/streams/{circle.stream}/changes"
            told = look(browser.read, news, after=0, **{"as": "data"})
            trial.history.note("looked", codes=(page, told))


def all_read(rows):
    """Whoever looks is shown what there is."""
    for row in of_kind(rows, "looked"):
        if row["codes"] != (200, 200):
            yield f"a look was answered {row['codes']}"


def some_put_off(rows):
    """The disk was full: else this says nothing."""
    many = len(of_kind(rows, "later"))
    if many < LEAST_PUT_OFF:
        yield f"only {many} acts were put off"


def some_held_up(rows):
    """Steps had to wait for room: else this says nothing."""
    begun = {row["alert"]: row["at"] for row in of_kind(rows, "pressed")}
    steps = [row["at"] - begun[row["alert"]] for row in of_kind(rows, "step")]
    if not any(took > FIRST_STEP + HELD_UP for took in steps):
        yield "no step had to wait"


def test_a_full_disk_loses_nothing_and_all_can_be_read(world, postgres, disk):
    with trial_in(world, "disk full") as trial:
        trial.nemesis.rest(3, 5)
        with trial.nemesis.strike("full"), full(disk, world.url):
            give_up = time.monotonic() + STAYS_FULL
            while time.monotonic() < give_up:
                read_all(trial, world)
                time.sleep(1)
        trial.nemesis.rest(3, 5)
        with trial.nemesis.strike("fall"):
            postgres.crash_and_return()
        trial.nemesis.rest(3, 5)
        checks = (bounds.put_off_and_soon, all_read, some_put_off)
        trial.judge(*checks, full=1, fall=1)


def test_steps_that_fall_due_on_a_full_disk_are_made_once_there_is_room(world, disk):
    with with_phones(world, "owed on a full disk", 1) as (circles, calls):
        made = everybody_presses(circles, calls)
        with full(disk, world.url):
            leave_no_room(world.url)
            time.sleep(FIRST_STEP + STAYS_FULL)  # the first steps fall due, and find no room
        calls.wait([call for _, call in made], SOON)
        for person, call in made:
            calls.end(person, call)
    in_time = owed.handed_on(STAYS_FULL + SOON)
    calls.judge(in_time, owed.called_for, owed.delivered(UNNOTED), some_held_up)
