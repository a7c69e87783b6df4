"""The client machine of the protocol's section 5: pure, told everything, asking for nothing itself.

It is told frames, heads and answers, and the time; it says which streams to ask about.
Whoever runs it does the asking.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

GAP = 0.25
BEHIND = 0.3
IDLE = 60.0
TRIES = 3

Card = dict[str, Any]
Key = tuple[str, str]


@dataclass
class Held:
    """What the client holds of one stream."""

    seq: int | None = None
    head: int = 0
    shown: dict[Key, Card] = field(default_factory=dict)
    gone: dict[Key, int] = field(default_factory=dict)
    due: float | None = 0.0
    asking: bool = False
    tries: int = 0
    lost: bool = False

    @property
    def wants_snapshot(self) -> bool:
        return self.seq is None

    def seen(self, key: Key) -> int:
        """The number shown for this card, or under which it went away."""
        return max(self.gone.get(key, -1), self.shown.get(key, {}).get("seq", -1))


class Machine:
    """Everything one client shows, and when it must ask."""

    def __init__(self) -> None:
        self.epoch: str | None = None
        self.streams: dict[str, Held] = {}
        self.elsewhere: set[str] = set()
        self._order = 0

    @property
    def view(self) -> dict[Key, Card]:
        """What stands on the screen. Of a thing in two streams, the card told last."""
        cards = [card for held in self.streams.values() for card in held.shown.values()]
        cards.sort(key=lambda card: card["_told"])
        return {(card["kind"], card["id"]): card for card in cards}

    def view_of(self, stream: str) -> dict[Key, Card]:
        return self.streams[stream].shown if stream in self.streams else {}

    def follow(self, stream: str, now: float = 0.0) -> Held:
        """Begin with a stream, or again with one that was lost: it is due at once."""
        if stream not in self.streams or self.streams[stream].lost:
            self.streams[stream] = Held(due=now)
        return self.streams[stream]

    # --- what it is told

    def hello(self, epoch: str, heads: dict[str, int], now: float) -> None:
        """The socket is joined: ask at once wherever the head is ahead."""
        self._same_history(epoch, now)
        for stream, head in self._on_screen(heads):
            held = self.follow(stream, now)
            held.head = max(held.head, head)
            if held.seq is None or head != held.seq:
                self._ask(held, now)

    def heads(self, epoch: str, heads: dict[str, int], now: float) -> None:
        """A head that stays ahead for 300 ms is asked about."""
        self._same_history(epoch, now)
        for stream, head in self._on_screen(heads):
            held = self.follow(stream, now)
            held.head = max(held.head, head)
            if held.seq is not None and head > held.seq:
                self._ask(held, now + BEHIND)

    def cards(self, epoch: str, stream: str, seq: int, cards: list[Card], now: float) -> None:
        """One change came by the socket."""
        self._same_history(epoch, now)
        if stream in self.elsewhere:
            return
        held = self.follow(stream, now)
        held.head = max(held.head, seq)
        for card in cards:
            self._show(held, card)
        if held.seq is None:
            return
        if seq == held.seq + 1:
            held.seq = seq
        elif seq > held.seq + 1:
            self._ask(held, now + GAP)

    def changes(self, stream: str, answer: dict[str, Any], now: float) -> None:
        """The answer to `changes` after the number held."""
        self.streams[stream].asking = False
        self._same_history(answer["epoch"], now)
        held = self.streams[stream]
        if answer["reset"] or held.seq is None:
            self._start_again(held, now)
            return
        for card in answer["cards"]:
            self._show(held, card)
        last = answer["cards"][-1]["seq"] if answer["cards"] else held.seq
        self._arrive(held, last if answer["more"] else answer["head"], answer["head"], now)

    def snapshot(self, stream: str, answer: dict[str, Any], now: float) -> None:
        """A snapshot replaces what stood, but for cards that are younger than it."""
        self._same_history(answer["epoch"], now)
        held = self.follow(stream, now)
        held.asking = False
        held.shown = {k: card for k, card in held.shown.items() if card["seq"] > answer["head"]}
        held.gone = {k: seq for k, seq in held.gone.items() if seq > answer["head"]}
        held.seq, held.tries = answer["head"], 0
        self.older(stream, answer)
        held.due = now if held.head > held.seq else now + IDLE

    def older(self, stream: str, answer: dict[str, Any]) -> None:
        """Older cards, or those of a snapshot."""
        for card in answer["cards"]:
            self._show(self.streams[stream], card)

    def missing(self, stream: str) -> None:
        """404: it is no longer ours. Its cards leave the screen."""
        self.streams[stream] = Held(due=None, lost=True)

    def failed(self, stream: str, now: float) -> None:
        """No answer, or one to try again after."""
        held = self.streams[stream]
        held.asking, held.due = False, now + GAP

    # --- what it asks

    def due(self, now: float) -> list[str]:
        """The streams to ask about now; each is marked as being asked."""
        ready = [
            stream
            for stream, held in self.streams.items()
            if not held.asking and held.due is not None and held.due <= now
        ]
        for stream in ready:
            self.streams[stream].asking, self.streams[stream].due = True, None
        return ready

    def next_due(self) -> float | None:
        times = [h.due for h in self.streams.values() if h.due is not None and not h.asking]
        return min(times, default=None)

    def has_reached(self, heads: dict[str, int]) -> bool:
        """Whether every one of these heads is held."""
        held = {stream: held.seq for stream, held in self.streams.items()}
        return all((held.get(stream) or 0) >= head for stream, head in heads.items())

    # --- within

    def _on_screen(self, heads: dict[str, int]) -> list[tuple[str, int]]:
        return [(stream, head) for stream, head in heads.items() if stream not in self.elsewhere]

    def _same_history(self, epoch: str, now: float) -> None:
        if self.epoch not in (None, epoch):
            for stream in self.streams:
                asking = self.streams[stream].asking
                self.streams[stream] = Held(due=now, asking=asking)
        self.epoch = epoch

    def _start_again(self, held: Held, now: float) -> None:
        held.seq, held.tries, held.due = None, 0, now

    def _ask(self, held: Held, at: float) -> None:
        held.due = at if held.due is None else min(held.due, at)

    def _arrive(self, held: Held, seq: int | None, head: int, now: float) -> None:
        held.seq = max(held.seq or 0, seq or 0)
        held.head = max(held.head, head)
        if held.seq >= held.head:
            held.tries, held.due = 0, now + IDLE
            return
        held.tries = 0 if held.seq >= head else held.tries + 1
        if held.tries >= TRIES:
            self._start_again(held, now)
        else:
            self._ask(held, now)

    def _show(self, held: Held, card: Card) -> None:
        if "kind" not in card:
            return
        key = (card["kind"], card["id"])
        if card["seq"] < held.seen(key):
            return
        self._order += 1
        held.shown.pop(key, None)
        if card.get("gone"):
            held.gone[key] = card["seq"]
        else:
            held.shown[key] = {**card, "_told": self._order}
