"""A machine whose clock is set back by an hour while the service runs: time goes on.

On SQLite its clock is the time of all processes; what is owed must not wait for it to catch up.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime

import pytest

from tests.kit import cast
from tests.kit.service import Service

HOUR, DAY = 3600, 86_400
IN_TIME = 5 + 2  # five seconds are there to take it back, two for the step
NEAR = 2.0
SLOWED = 60.0  # far more than a test's time is slowed down by, and far less than the hour


@pytest.fixture
def clock(tmp_path):
    """How many seconds this machine's clock is ahead of the truth."""
    path = tmp_path / "ahead"
    path.write_text("0")
    return path


@pytest.fixture
def started(tmp_path, clock):
    """Start one more process on one file, on that machine."""
    services = []

    def start():
        one = Service(tmp_path / "instance", LIMITS="off")
        one.log = tmp_path / f"web-{len(services)}.log"
        one.program = ["-m", "tests.faults.clocks", str(clock)]
        services.append(one.start())
        return one

    yield start
    for one in services:
        one.stop()


def ahead_of_truth(browser):
    """How many seconds the service's time is ahead; it may be less by what the answer took."""
    asked_at = datetime.now(UTC)
    told = browser.read("/me/now").expect(200).json["server_time"]
    return (datetime.fromisoformat(told) - asked_at).total_seconds()


def press(browser, room):
    return browser.post(f"/circles/{room.circle}/alerts").expect(201).json["id"]


def is_handed_on(service, alert):
    path = next(service.folder.glob("*.sqlite"))
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        made = "SELECT 1 FROM hand_ons JOIN urge_alerts ON urge_alerts.id = alert_id"
        return database.execute(f"{made} WHERE public_id = ?", [alert]).fetchone()


def test_calls_before_and_after_it_are_handed_on_in_time(started, clock):
    service = started()
    room = cast.start_room(cast.sign_up_all(service.origin))
    before = press(room.ana, room)

    clock.write_text(str(-HOUR))
    room.ana.until(lambda: is_handed_on(service, before), within=IN_TIME)
    after = press(room.ben, room)

    room.ben.until(lambda: is_handed_on(service, after), within=IN_TIME)


def test_who_starts_after_it_has_the_time_of_those_who_ran(started, clock):
    one = started()
    ana = cast.sign_up_new(one.origin, "Ana")
    clock.write_text(str(-HOUR))
    ana.until((one.folder / "clock").exists)

    other = cast.at(started(), ana)
    told = [ahead_of_truth(ana), ahead_of_truth(other)]
    one.stop()
    one.start()

    told.append(ahead_of_truth(ana))
    assert [seconds for seconds in told if abs(seconds) > SLOWED] == []


def test_a_later_clock_is_taken_at_once_and_a_restart_believes_one_set_back_by_days(started, clock):
    service = started()
    ana = cast.sign_up_new(service.origin, "Ana")
    clock.write_text(str(2 * DAY))
    ana.until(lambda: ahead_of_truth(ana) > 2 * DAY - NEAR, within=NEAR)
    clock.write_text("0")
    ana.until((service.folder / "clock").exists)
    service.stop()
    service.start()

    assert abs(ahead_of_truth(cast.sign_up_new(service.origin, "Noa"))) < NEAR


def test_time_is_that_of_the_machine_again_after_a_while(started, clock):
    ana = cast.sign_up_new(started().origin, "Ana")
    clock.write_text("-2")
    begun = time.monotonic()
    ana.until(lambda: ahead_of_truth(ana) < -1.5, within=60)

    assert time.monotonic() - begun > NEAR, "it slows down, and leaps over nothing"
