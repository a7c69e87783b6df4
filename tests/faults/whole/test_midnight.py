"""Midnight comes where people live while the service is down: each day that was kept counts once.

On SQLite, where a machine's clock is the time; what zones do to a day stands in `tests/streaks`.
"""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from datetime import time as hour
from random import Random
from zoneinfo import ZoneInfo

import pytest

from tests.faults import owed
from tests.faults.final import read_everybody
from tests.faults.history import SEED, History
from tests.faults.people import Ports, form_circles, insist
from tests.faults.world import World

ZONE, ELSEWHERE = "Pacific/Auckland", "Pacific/Honolulu"
KEPT = {"Ana": 6, "Ben": 2, "Mo": 6, "Cleo": 4}  # whole days before that midnight; Mo has none
REACHED = {"Ana": 7, "Ben": 3}
LENGTHS = (1, 3, 7)
HOUR, SOON, DOWN, FOUND_WITHIN, AFTERWARDS = 3600, 5, 3, 20, 4
MARKED = """
    SELECT accounts.name, circles.public_id, days, reached_on FROM milestones
    JOIN members ON members.id = member_id JOIN circles ON circles.id = circle_id
    JOIN accounts ON accounts.id = account_id
"""


class Clock:
    """The clock of the service, and the midnight that it comes to."""

    def __init__(self, path):
        self.path, zone, self.ahead = path, ZoneInfo(ZONE), 0.0
        self.day = datetime.now(zone).date() + timedelta(days=1)
        self.midnight = datetime.combine(self.day, hour(), zone).timestamp()

    @property
    def left(self):
        """Seconds until midnight there."""
        return self.midnight - self.ahead - time.time()

    def set_before(self, seconds):
        """Let it be so many seconds before midnight."""
        self.ahead += self.left - seconds
        self.path.write_text(str(self.ahead))


@pytest.fixture(scope="module")
def clock(tmp_path_factory):
    clock = Clock(tmp_path_factory.mktemp("clock") / "ahead")
    clock.set_before(HOUR)
    return clock


@pytest.fixture(scope="module")
def world(tmp_path_factory, clock):
    program = ["-m", "tests.faults.clocks", str(clock.path)]
    with World(tmp_path_factory.mktemp("world"), program=program) as world:
        yield world


def set_out(person, clock):
    """Live there, and have kept so many days; who lives elsewhere has another date."""
    zone = ELSEWHERE if person.name == "Mo" else ZONE
    person.browser.post_form("/me", "/me", zone=zone).expect(200)
    today = datetime.fromtimestamp(clock.midnight - 1, ZoneInfo(zone)).date()
    first = today - timedelta(days=KEPT[person.name])
    insist(person, "/journey", started_on=first.isoformat())
    person.browser.get("/journey").expect(200)  # what was reached already is marked
    return first


def look_everywhere(world, people):
    """Everybody looks at once, at both processes: who looks finds what was reached, too."""
    with ThreadPoolExecutor(2 * len(people)) as pool:
        for person in people:
            for port in world.ports:
                pool.submit(person.at(port).get, "/journey")


def places(person, circles):
    """The circles in which somebody is a member."""
    return [one for one in circles if person in one.members]


def note_reached(history, person, first, circles):
    """What a person had kept when that midnight was over, in each circle."""
    days = KEPT[person.name] + (person.name != "Mo")
    for circle in places(person, circles):
        for length in [one for one in LENGTHS if one <= days]:
            day, who = first + timedelta(days=length), f"{person.name} in {circle.id}"
            history.note("reached", who=who, days=length, on=day.isoformat())


def note_marked(history, world):
    """The milestones that stand in the database."""
    path = next((world.folder / "instance").glob("*.sqlite"))
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        for name, circle, days, day in database.execute(MARKED).fetchall():
            history.note("milestone", who=f"{name} in {circle}", days=days, on=day)


def cards_seen(world, circles):
    """Who has which milestone in which circle, since which day there, as each member reads it."""
    wanted = {one.name: [at.stream for at in places(one, circles)] for one in world.people}
    final = read_everybody(wanted, world.people, Ports(world.ports, Random(SEED)))
    for reader, views in final.items():
        for stream, view in views.items():
            for (kind, _), card in view.items():
                if kind == "milestone":
                    at = datetime.fromisoformat(card["data"]["at"]).astimezone(ZoneInfo(ZONE))
                    yield reader, stream, card["data"]["name"], card["data"]["days"], at.date()


def is_shown_once(clock, circles, seen):
    """I9 on screens: each member reads one card of each length that was reached at midnight."""
    history = History("cards", SEED)
    for circle in circles:
        for reader in circle.members:
            for name in REACHED.keys() & {one.name for one in circle.members}:
                who = f"{name} to {reader.name} in {circle.stream}"
                history.note("reached", who=who, days=REACHED[name], on=clock.day)
    for reader, stream, name, days, day in seen:
        if days == REACHED.get(name):
            who = f"{name} to {reader} in {stream}"
            history.note("milestone", who=who, days=days, on=day)
    return list(owed.marked_once(history.rows))


def is_near(person, clock):
    """Whether the service knows that midnight is near."""
    told = person.browser.read("/me/now").json["server_time"]
    return datetime.fromisoformat(told).timestamp() > clock.midnight - HOUR / 2


def end_all(world):
    for one in (*world.web, *world.workers):
        one.kill()


def test_a_midnight_while_the_service_is_down_counts_once_for_each_member(world, clock):
    circles, history = form_circles(world.people), History("midnight", SEED)
    people = [one for one in world.people if one.name in KEPT]
    firsts = [set_out(person, clock) for person in people]
    clock.set_before(SOON)
    people[0].browser.until(lambda: is_near(people[0], clock))
    end_all(world)
    assert clock.left > 0, "midnight came first"
    time.sleep(clock.left + DOWN)

    world.mend()
    look_everywhere(world, people)
    people[0].browser.until(
        lambda: not is_shown_once(clock, circles, cards_seen(world, circles)), FOUND_WITHIN
    )
    end_all(world)
    world.mend()
    look_everywhere(world, people)
    time.sleep(AFTERWARDS)

    for person, first in zip(people, firsts, strict=True):
        note_reached(history, person, first, circles)
    note_marked(history, world)
    assert list(owed.marked_once(history.rows)) == []
    assert is_shown_once(clock, circles, cards_seen(world, circles)) == []
