"""The alerts that are open as far as those who act know, and what they do next."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.client.http import make_key
from tests.faults.people import Circle, Person

PRESS, CLOSE, CLAIM, ANSWER = 0.06, 0.11, 0.18, 0.32  # the rest are messages


@dataclass
class Act:
    """One thing that somebody does, under one key; `about` is the alert it goes to."""

    kind: str
    who: Person
    circle: Circle
    path: str
    fields: dict[str, Any]
    about: Call | None = None
    key: str = field(default_factory=make_key)


@dataclass
class Call:
    """An open alert. It is `busy` while somebody claims or closes it."""

    id: str
    circle: Circle
    author: Person
    busy: bool = False
    claimed: bool = False


class Board:
    """Chooses acts at random, so that most of them are possible."""

    def __init__(self, circles: list[Circle], rng: Random) -> None:
        self.circles, self.rng = circles, rng
        self.open: dict[str, Call] = {}
        self._pressing: set[str] = set()
        self._number = 0
        self._lock = threading.Lock()

    def choose(self) -> Act:
        """The next act."""
        with self._lock:
            draw = self.rng.random()
            made = None
            if draw < PRESS:
                made = self._press()
            elif draw < CLOSE:
                made = self._close()
            elif draw < CLAIM:
                made = self._claim()
            elif draw < ANSWER:
                made = self._answer()
            return made or self._say()

    def say(self) -> Act:
        """A message of anybody."""
        with self._lock:
            return self._say()

    def closings(self) -> list[Act]:
        """An act of its author for each alert that is open."""
        with self._lock:
            return [self._closing(call) for call in self.open.values()]

    def learn(self, act: Act, answer: Any) -> None:
        """Take in how an act ended; no answer when nobody knows."""
        with self._lock:
            if act.about:
                act.about.busy = False
            if act.kind == "alert":
                self._pressing.discard(act.who.name)
                if answer is not None:
                    call = Call(answer["id"], act.circle, act.who)
                    self.open.setdefault(call.id, call)
            if act.kind == "resolution" and act.about:
                self.open.pop(act.about.id, None)

    def _words(self) -> str:
        self._number += 1
        return f"word {self._number} of {self.rng.getrandbits(40):x}"

    def _say(self) -> Act:
        circle = self.rng.choice(self.circles)
        who = self.rng.choice(circle.members)
        return Act(
            "message", who, circle, f"/circles/{circle.id}/messages", {"text": self._words()}
        )

    def _press(self) -> Act | None:
        circle = self.rng.choice(self.circles)
        calling = {call.author.name for call in self.open.values()} | self._pressing
        free = [one for one in circle.members if one.name not in calling]
        if not free:
            return None
        who = self.rng.choice(free)
        self._pressing.add(who.name)
        return Act("alert", who, circle, f"/circles/{circle.id}/alerts", {"note": self._words()})

    def _pick(self, **wanted: bool) -> Call | None:
        fits = [
            one
            for one in self.open.values()
            if all(getattr(one, name) is value for name, value in wanted.items())
        ]
        return self.rng.choice(fits) if fits else None

    def _close(self) -> Act | None:
        call = self._pick(busy=False)
        return self._closing(call) if call else None

    def _closing(self, call: Call) -> Act:
        call.busy = True
        path = f"/alerts/{call.id}/resolution"
        return Act("resolution", call.author, call.circle, path, {"outcome": "held"}, call)

    def _claim(self) -> Act | None:
        call = self._pick(busy=False, claimed=False)
        if call is None:
            return None
        call.busy = call.claimed = True
        return Act("claim", self._friend(call), call.circle, f"/alerts/{call.id}/claims", {}, call)

    def _answer(self) -> Act | None:
        call = self._pick(busy=False)
        if call is None:
            return None
        path, words = f"/alerts/{call.id}/responses", {"text": self._words()}
        return Act("response", self._friend(call), call.circle, path, words, call)

    def _friend(self, call: Call) -> Person:
        return self.rng.choice([one for one in call.circle.members if one is not call.author])
