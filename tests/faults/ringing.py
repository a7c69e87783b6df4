"""Calls that must reach phones: who owns which phones, and for which calls each was rung.

I8 is judged by what a push service received, which is all that a phone knows.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.faults.people import Circle, Person, insist
from tests.kit import cast
from tests.kit.push_service import PushService, Received, Subscriber

FIRST_STEP = 5.0  # seconds from a press until friends are rung
WAITS = 0.05


@dataclass
class Call:
    """One call for company: whose, where, when it was acknowledged, and who is to be rung."""

    who: str
    id: str
    at: float
    friends: list[str]


@dataclass
class Phones:
    """The phones of people at one push service."""

    service: PushService
    of: dict[str, list[Subscriber]] = field(default_factory=dict)

    def give(self, person: Person, many: int, answers: str = "201") -> None:
        """Let a person agree on so many phones, each signed in, whose push service answers so."""
        for _ in range(many):
            phone, browser = self.service.subscriber(answers), cast.second_browser(person.browser)
            browser.post("/me/devices", endpoint=phone.endpoint, **phone.keys).expect(201)
            self.of.setdefault(person.name, []).append(phone)

    def rung(self, phone: Subscriber) -> list[Received]:
        """The calls that came to a phone; news live longer than ten minutes."""
        return [one for one in self.service.to(phone) if one.headers["ttl"] == "600"]

    def was_rung(self, person: Person, call: Call) -> bool:
        """Whether the phone of a friend was rung for this call: what was pushed leads to it."""
        [phone] = self.of[person.name]
        for one in reversed(self.rung(phone)[-8:]):
            place = urlsplit(phone.read(one)["notification"]["navigate"]).path
            if call.id in person.browser.get(place).path:
                return True
        return False

    def wait(self, calls: Iterable[Call], within: float) -> float:
        """Wait until every phone of every friend was rung once for each call; seconds it took."""
        begun, wanted = time.monotonic(), Counter(one for call in calls for one in call.friends)
        while list(self.unrung(wanted)):
            if time.monotonic() - begun > within:
                break
            time.sleep(WAITS)
        return time.monotonic() - begun

    def unrung(self, wanted: Counter[str]) -> Iterator[str]:
        """I8: each phone was rung for as many calls as its owner was to hear of."""
        for name, many in wanted.items():
            for number, phone in enumerate(self.of.get(name, [])):
                topics = {one.headers["topic"] for one in self.rung(phone)}
                if len(topics) < many:
                    yield f"phone {number} of {name} was rung for {len(topics)} of {many} calls"

    def too_often(self, kills: int) -> Iterator[str]:
        """I8: no phone was rung more often for one call than processes were killed, and once."""
        again = 0
        for name, phones in self.of.items():
            for phone in phones:
                for topic, many in Counter(
                    one.headers["topic"] for one in self.rung(phone)
                ).items():
                    again += many - 1
                    if many > 1 + kills:
                        yield f"{name} was rung {many} times for {topic}"
        if again > kills * 20:  # as many as one process keeps at once
            yield f"{again} pushes were repeats, by {kills} kills"


def press(person: Person, circle: Circle) -> Call:
    """Call for company in a circle."""
    told = insist(person, f"/circles/{circle.id}/alerts").json
    friends = [one.name for one in circle.members if one is not person]
    return Call(person.name, told["id"], time.monotonic(), friends)


def end(person: Person, call: Call) -> None:
    """Close one's own call."""
    insist(person, f"/alerts/{call.id}/resolution", outcome="held")
