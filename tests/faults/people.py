"""Eight members in three circles that overlap, each known at every process."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass
from random import Random

from tests.client.http import Answer, Browser, NoAnswer, make_key
from tests.kit import cast

NAMES = ("Ana", "Ben", "Mo", "Cleo", "Noa", "Eli", "Ida", "Lou")
PLACES = ((0, 1, 2, 3, 4), (3, 4, 5, 6, 7), (6, 7, 0, 1))
PATIENCE = 10.0
PASSED_OVER = 3.0


class Person:
    """Somebody who is signed in once, and known at each process by the same cookie."""

    def __init__(self, name: str, browser: Browser) -> None:
        self.name = name
        self.browser = browser

    def at(self, port: int, timeout: float = PATIENCE) -> Browser:
        """A browser of theirs that asks whoever listens there."""
        there = Browser(self.browser.origin, through=port, timeout=timeout)
        there.cookies, there._csrf = self.browser.cookies, self.browser.csrf()
        there.transcript = deque(maxlen=20)  # what was told before is in the history
        return there


@dataclass
class Circle:
    """One circle, its stream, and who is in it; `me` names each one's member there."""

    id: str
    stream: str
    members: list[Person]
    me: dict[str, str]


class Ports:
    """Where the processes answer. One that gave no answer is passed over for a while."""

    def __init__(self, ports: list[int], rng: Random) -> None:
        self.all = list(ports)
        self._rng = rng
        self._shunned: dict[int, float] = {}
        self._lock = threading.Lock()

    def choose(self) -> int:
        """One at random among those that answer; among all if none does."""
        now = time.monotonic()
        with self._lock:
            fine = [one for one in self.all if self._shunned.get(one, 0) < now]
            return self._rng.choice(fine or self.all)

    def spread(self, many: int) -> list[int]:
        """So many, from each process in turn."""
        with self._lock:
            mixed = self._rng.sample(self.all, len(self.all))
        return [mixed[place % len(mixed)] for place in range(many)]

    def shun(self, port: int) -> None:
        with self._lock:
            self._shunned[port] = time.monotonic() + PASSED_OVER


class Roaming(Browser):
    """A browser whose every request goes to a process at random, as a front would send it."""

    def __init__(self, person: Person, ports: Ports, timeout: float = PATIENCE) -> None:
        super().__init__(person.browser.origin, timeout=timeout)
        self.cookies, self._csrf = person.browser.cookies, person.browser.csrf()
        self.person, self.ports = person, ports

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str | None
    ) -> Answer:
        port = self.ports.choose()
        try:
            return self.person.at(port, self.timeout).ask(method, path, body, **headers)
        except NoAnswer:
            self.ports.shun(port)
            raise


def insist(person: Person, path: str, **fields: str) -> Answer:
    """Do an act of the stage, under one key until it is done or refused."""
    key = make_key()
    wanted = (200, 201, 409)

    def done() -> Answer | None:
        answer = person.browser.post(path, key, **fields)
        return None if answer.code in (429, 503) else answer.expect(*wanted)

    return person.browser.until(done, within=60)


def gather(origin: str, names: tuple[str, ...] = NAMES) -> list[Person]:
    """Everybody, signed up and signed in."""
    return [Person(name, cast.sign_up_new(origin, name)) for name in names]


def form_circles(people: list[Person]) -> list[Circle]:
    """The three circles of these people, new and empty."""
    return [form_circle([people[place] for place in places]) for places in PLACES]


def bring(circle: str, host: Person, newcomer: Person) -> None:
    """Let somebody come into a circle by the whole way."""
    made = insist(host, f"/circles/{circle}/invitations").json
    link = cast.link_on(host.browser.get(made["location"]))
    waiting = insist(newcomer, f"{link}/newcomers", name=newcomer.name).json["location"]
    insist(host, f"{waiting}/welcome")
    insist(newcomer, f"{waiting}/agreement")


def form_circle(members: list[Person]) -> Circle:
    """A circle of these people, whose host is the first."""
    host, *others = members
    circle = cast.start_circle(host.browser, my_name=host.name)
    for one in others:
        bring(circle, host, one)
    found = {one.name: one.browser.stream_of(circle) for one in members}
    me = {name: stream["me"] for name, stream in found.items()}
    return Circle(circle, found[host.name]["id"], members, me)
