"""Screens that stay open through everything, and say what they applied and where they were."""

from __future__ import annotations

import threading
import time
from typing import Any

from tests.client.follow import Follower
from tests.client.machine import Card, Held, Machine
from tests.client.wire import Wire
from tests.faults.history import History
from tests.faults.people import Person, Ports, Roaming

POLL_WAIT = 8
GREETED_WITHIN = 5.0


class Applied(Machine):
    """The machine of the protocol, and a row for each card that it takes."""

    def __init__(self, history: History, screen: str, *, syncs: bool) -> None:
        super().__init__()
        self.history, self.screen = history, screen
        self.syncs, self.ignores = syncs, set[str]()
        self.numbers: dict[str, set[int]] = {}
        self._stream = ""

    def cards(self, epoch: str, stream: str, seq: int, cards: list[Card], now: float) -> None:
        self._stream = stream
        self.numbers.setdefault(stream, set()).add(seq)
        super().cards(epoch, stream, seq, cards, now)

    def changes(self, stream: str, answer: dict[str, Any], now: float) -> None:
        self._stream = stream
        super().changes(stream, answer, now)

    def older(self, stream: str, answer: dict[str, Any]) -> None:
        self._stream = stream
        super().older(stream, answer)

    def missing(self, stream: str) -> None:
        self.history.note("lost", screen=self.screen, stream=stream)
        super().missing(stream)

    def due(self, now: float) -> list[str]:
        """Without sync (a mutant) only what is new is asked about, once."""
        ready = super().due(now)
        if self.syncs:
            return ready
        for stream in ready:
            self.streams[stream].asking = False
        return [one for one in ready if self.streams[one].wants_snapshot]

    def _show(self, held: Held, card: Card) -> None:
        if "kind" not in card or card["kind"] in self.ignores:
            return
        key = (card["kind"], card["id"])
        before = held.seen(key)
        super()._show(held, card)
        if held.seen(key) != before:
            self.history.note(
                "card", screen=self.screen, stream=self._stream, card=key, seq=held.seen(key)
            )


class Screen(Follower):
    """One open screen of one person, at a process of its choice, elsewhere when that one goes.

    One that never `syncs` is a mutant.
    """

    def __init__(
        self,
        person: Person,
        ports: Ports,
        history: History,
        by: str = "socket",
        *,
        only: str | None = None,
        syncs: bool = True,
    ) -> None:
        super().__init__(Roaming(person, ports, POLL_WAIT + 7), by, POLL_WAIT, only)
        self.person, self.ports, self.history = person, ports, history
        self.name = f"{person.name} by {by}"
        self.machine = Applied(history, self.name, syncs=syncs)
        self._coming = threading.Lock()

    def ignore(self, *kinds: str) -> None:
        """Know nothing of these kinds, as a client of before their time."""
        self.machine.ignores = set(kinds)
        self.history.note("ignores", screen=self.name)

    def join(self) -> None:
        """Connect to a process at random; `ConnectionError` unless it greets in time."""
        port = self.ports.choose()
        try:
            self.wire = Wire(self.person.at(port, GREETED_WITHIN), self._told)
            self._wait_for_hello(self.wire)
        except OSError:
            self.ports.shun(port)
            raise
        self.history.note("joined", screen=self.name, who=self.person.name, port=port)

    def _wait_for_hello(self, wire: Wire) -> None:
        give_up = time.monotonic() + GREETED_WITHIN
        while not wire.heard(name="hello"):
            if wire.closed.wait(0.02) or time.monotonic() > give_up:
                wire.drop()
                raise ConnectionError("nobody greeted")

    def _told(self, name: str, payload: Any) -> None:
        if name == "closed":
            self.history.note("left", screen=self.name)
        super()._told(name, payload)

    def _come_back(self) -> None:
        if not self._coming.acquire(blocking=False):
            return
        try:
            while self.wire.closed.is_set() and not self._over.is_set() and self.revoked is None:
                super()._come_back()
        finally:
            self._coming.release()
