"""Cards in their places: rows of the log with the things behind them, loaded together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from accountability.core.cards import KINDS, Card, Kind
from accountability.core.streams import Stream


@dataclass(frozen=True, slots=True)
class Shown:
    """A card in its place: its latest number, its first one, and the thing, if it may be seen."""

    seq: int
    first: int
    kind: Kind | None
    id: str
    card: Card | None
    may_see: bool

    @property
    def is_gone(self) -> bool:
        """Whether the thing was taken away."""
        return self.card is None or self.card.kind.is_gone(self.card.thing)

    @property
    def facts(self) -> dict[str, Any]:
        """The thing as its shape tells it."""
        return self.card.facts if self.card else {}

    @property
    def place(self) -> dict[str, Any]:
        """Where it stands and what it is; a bare number if it may not be seen."""
        if not self.may_see or self.kind is None:
            return {"seq": self.seq}
        return {"seq": self.seq, "first": self.first, "kind": self.kind.name, "id": self.id}

    def body(self, *, as_data: bool) -> dict[str, Any]:
        """What there is to see of it, the same in whichever stream it stands and is not gone."""
        if not self.may_see or self.kind is None:
            return {}
        if self.is_gone or self.card is None:
            return {"gone": True}
        if as_data:
            return {"data": self.card.facts}
        return {"html": self.card.html()}

    def frame(self, *, as_data: bool) -> dict[str, Any]:
        """The card as the wire knows it: whole, gone, or a bare number."""
        return self.place | self.body(as_data=as_data)


def _here(card: Card, stream_id: int) -> Card | None:
    """The card, unless it moved on: who kept a room once reads nothing of it any more."""
    has_moved = card.kind.moves and stream_id not in card.kind.streams(card.thing)
    return None if has_moved else card


def _find(places: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Any]:
    """The things behind (kind, card id), one query for each model."""
    wanted: dict[type, list[tuple[Kind, str]]] = {}
    for name, card_id in places:
        if kind := KINDS.get(name):
            wanted.setdefault(kind.model, []).append((kind, card_id))
    found: dict[tuple[str, str], Any] = {}
    for of_model in wanted.values():
        kinds = dict.fromkeys(kind for kind, _ in of_model)
        options = chain.from_iterable(kind.options() for kind in kinds)
        things = next(iter(kinds)).find({card_id for _, card_id in of_model}, options)
        found |= {(k.name, card_id): things.get(card_id) for k, card_id in of_model}
    return found


def _shown(row: Sequence[Any], thing: Any, since: int, stream_id: int) -> Shown:
    """One (kind, card id, seq, first) row with the thing behind it."""
    name, card_id, seq, first = row
    kind = KINDS.get(name)
    card = _here(Card(kind, thing), stream_id) if kind and thing is not None else None
    may_see = bool(kind and (kind.standing or first > since))
    return Shown(seq, first, kind, card_id, card, may_see)


def show(rows: Sequence[Any], since: int, stream: Stream) -> list[Shown]:
    """Each (kind, card id, seq, first) row with its thing; nobody who came later may see it."""
    found = _find((row[0], row[1]) for row in rows)
    return [_shown(row, found.get((row[0], row[1])), since, stream.id) for row in rows]


Touched = Iterable[tuple[str, str, int]]


def show_cards(changes: Iterable[tuple[Touched, int, int]]) -> list[list[Shown]]:
    """The cards of changes (touched, seq, stream id) as they are now; `since` is judged elsewhere.

    One query for each model, however many changes there are.
    """
    rows = [
        ([(kind, card_id, seq, first) for kind, card_id, first in touched], stream_id)
        for touched, seq, stream_id in changes
    ]
    found = _find((row[0], row[1]) for change, _ in rows for row in change)
    return [
        [_shown(row, found.get((row[0], row[1])), -1, stream_id) for row in change]
        for change, stream_id in rows
    ]
