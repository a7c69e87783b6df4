"""Calls that must reach phones: who owns which phones, who calls, and for what each phone rang.

What is owed is judged by what push services received, which is all that a phone knows.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import psycopg

from tests.faults import checker
from tests.faults.acts import of_kind
from tests.faults.bounds import Check
from tests.faults.history import SEED, History
from tests.faults.people import Circle, Person, insist
from tests.faults.steps import Steps
from tests.faults.world import World
from tests.kit import cast
from tests.kit.push_service import PushService, Received, Subscriber

FIRST_STEP = 5.0  # seconds from a press until friends are rung
WAITS = 0.05
OF_CALL = "600"  # seconds for which a call is worth being shown; news live longer
ABOUT = """
    SELECT deliveries.public_id, split_part(location, '/', 3), accounts.email,
        device_id IS NULL AND deliveries.step = 0  -- instead of a push; the ladder's own come later
    FROM deliveries JOIN notifications ON notifications.id = notification_id
    JOIN accounts ON accounts.id = account_id WHERE notifications.kind = 'alert'
"""


@dataclass
class Call:
    """One call for company: whose, where, when it was acknowledged, and who is to be rung."""

    who: str
    id: str
    at: float
    friends: list[str]


@dataclass
class Phone:
    """A phone: whose, at which push service, and what that answers it."""

    name: str
    owner: Person
    service: PushService
    at: Subscriber
    answers: str

    @property
    def works(self) -> bool:
        """Whether it is rung in the end."""
        return self.answers.split(",")[-1] in ("201", "kept")

    def rung(self) -> list[Received]:
        """The calls that came to it."""
        return [one for one in self.service.to(self.at) if one.headers["ttl"] == OF_CALL]


class Ringing:
    """One history of calls and phones; a push service is given with each phone."""

    def __init__(self, world: World, name: str) -> None:
        self.world, self.history = world, History(name.replace(" ", "-"), SEED)
        self.phones: list[Phone] = []
        self.made: list[Call] = []

    def give(self, person: Person, service: PushService, answers: str = "201") -> None:
        """Let a person agree on one more phone, signed in, whose push service answers so."""
        at, browser = service.subscriber(answers), cast.second_browser(person.browser)
        browser.post("/me/devices", endpoint=at.endpoint, **at.keys).expect(201)
        name = f"{person.name}'s phone {answers} ({len(self.phones)})"
        phone = Phone(name, person, service, at, answers)
        facts = {"who": person.name, "works": phone.works, "answers": answers}
        self.history.note("phone", phone=name, **facts)
        self.phones.append(phone)

    def press(self, person: Person, circle: Circle) -> Call:
        """Call for company in a circle."""
        begun = time.monotonic()
        told = insist(person, f"/circles/{circle.id}/alerts").json
        friends = [one.name for one in circle.members if one is not person]
        facts: Any = {"who": person.name, "alert": told["id"], "friends": friends}
        at = self.history.note("pressed", begun=begun, **facts)
        self.made.append(Call(person.name, told["id"], at, friends))
        return self.made[-1]

    def take(self, friend: Person, call: Call) -> bool:
        """Take a call; whether that was possible still."""
        return self._answer(friend, call, "claims")

    def end(self, person: Person, call: Call) -> None:
        """Close one's own call."""
        self._answer(person, call, "resolution", outcome="held")

    def _answer(self, who: Person, call: Call, act: str, **fields: str) -> bool:
        begun = time.monotonic()
        is_done = insist(who, f"/alerts/{call.id}/{act}", **fields).code == 201
        if is_done:
            self.history.note("answered", begun=begun, alert=call.id, by=who.name)
        return is_done

    def steps_of(self, call: Call) -> int:
        """How many steps of the ladder were made for a call so far."""
        return sum(row["alert"] == call.id for row in of_kind(self.history.rows, "step"))

    def wait(self, calls: list[Call], within: float) -> float:
        """Wait until every phone that works rang once for each call; seconds it took."""
        begun, wanted = time.monotonic(), Counter(one for call in calls for one in call.friends)
        while any(self._is_short(phone, wanted) for phone in self.phones):
            if time.monotonic() - begun > within:
                break
            time.sleep(WAITS)
        return time.monotonic() - begun

    def _is_short(self, phone: Phone, wanted: Counter[str]) -> bool:
        topics = {one.headers["topic"] for one in phone.rung() if one.is_taken}
        return phone.works and len(topics) < wanted[phone.owner.name]

    def judge(self, *checks: Check) -> None:
        """Write down what push services got, and fail with what is wrong."""
        self.history.note("over")
        self._note_pushes()
        rows = self.history.rows
        wrong = checker.said(*(check(rows) for check in checks))
        if wrong:
            path = self.history.keep()
            raise AssertionError("\n".join([f"the history is in {path}", *wrong]))

    def _note_pushes(self) -> None:
        assert self.world.url is not None
        with psycopg.connect(self.world.url) as connection:
            known = connection.execute(ABOUT).fetchall()
        alerts = {delivery: alert for delivery, alert, _, _ in known}
        owners = {one.owner.browser.email: one.owner.name for one in self.phones}
        for _, alert, email, is_mail in known:
            if is_mail and email in owners:
                self.history.note("mail", who=owners[email], alert=alert)
        for phone in self.phones:
            self.history.rows += _pushes(phone, alerts)


def _pushes(phone: Phone, alerts: dict[str, str]) -> Iterator[dict[str, Any]]:
    """A row for each push that came to a phone: when, about which call, and how it was answered."""
    for one in phone.rung():
        place = urlsplit(phone.at.read(one)["notification"]["navigate"]).path
        delivery = place.rsplit("/", 1)[-1]
        facts = {"delivery": delivery, "alert": alerts.get(delivery), "wait": one.wait}
        told = {"how": one.how, "is_taken": one.is_taken}
        yield {"at": one.at, "what": "push", "phone": phone.name, **facts, **told}


@contextmanager
def ringing(world: World, name: str) -> Iterator[Ringing]:
    """A history in which each step of the ladder is noted while the block lasts."""
    world.mend()
    made = Ringing(world, name)
    assert world.url is not None
    with Steps(world.url, made.history):
        yield made
