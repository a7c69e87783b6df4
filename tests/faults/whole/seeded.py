"""Worlds that begin with many people, made by the service's own verbs before anything runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.client.http import Browser
from tests.faults.people import Circle, Person
from tests.faults.world import World
from tests.kit.service import KEPT, ROOT

SIZE = 8


def seed(folder: Path, circles: int, database_url: str | None = None) -> list[dict[str, str]]:
    """Fill a world's folder with full circles; who is in them, by cookie and token."""
    instance = folder / "instance"
    instance.mkdir(mode=0o700)
    settings = {"INSTANCE_PATH": str(instance), "LIMITS": "off"}
    settings |= {"DATABASE_URL": database_url} if database_url else {}
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    words = [sys.executable, "-m", "bench.seed", str(circles), str(circles * SIZE)]
    ran = subprocess.run(words, cwd=ROOT, env=kept | settings, capture_output=True, check=True)
    people: list[dict[str, str]] = json.loads(ran.stdout)["people"]
    return people


def persons_of(world: World, people: list[dict[str, str]]) -> list[Person]:
    """The same people, as those who act and look in a trial."""
    return [_person(world, number, one) for number, one in enumerate(people)]


def _person(world: World, number: int, one: dict[str, str]) -> Person:
    browser = Browser(world.web[0].origin)
    name, _, text = one["cookie"].partition("=")
    browser.cookies[name], browser._csrf = text, one["token"]
    return Person(f"Person {number}", browser)


def circles_of(persons: list[Person], people: list[dict[str, str]]) -> list[Circle]:
    """Their circles, eight members each."""
    return [
        _circle(persons[first : first + SIZE], people[first]["circle"])
        for first in range(0, len(persons), SIZE)
    ]


def _circle(members: list[Person], circle: str) -> Circle:
    found = {one.name: one.browser.stream_of(circle) for one in members}
    me = {name: stream["me"] for name, stream in found.items()}
    return Circle(circle, found[members[0].name]["id"], members, me)
