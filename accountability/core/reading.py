"""The read path: what changed in a stream, a picture of it, and older cards.

Whoever calls has begun a snapshot and checked the right to the stream inside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import func, select, tuple_

from accountability.core.cards import KINDS, Card, Kind
from accountability.core.extensions import db
from accountability.core.streams import Entry, Stream

PAGE = 200
TIMELINE = 30
SLACK = 50  # no single change puts more cards than this into one stream


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
        return self.kind.shape(self.card.thing) if self.kind and self.card else {}

    @property
    def place(self) -> dict[str, Any]:
        """Where it stands and what it is; a bare number if it may not be seen."""
        if not self.may_see or self.kind is None:
            return {"seq": self.seq}
        return {"seq": self.seq, "first": self.first, "kind": self.kind.name, "id": self.id}

    def body(self, *, as_data: bool) -> dict[str, Any]:
        """What there is to see of it, the same in whichever stream it stands."""
        if not self.may_see or self.kind is None:
            return {}
        if self.is_gone or self.card is None:
            return {"gone": True}
        if as_data:
            return {"data": self.kind.shape(self.card.thing)}
        return {"html": self.card.html()}

    def frame(self, *, as_data: bool) -> dict[str, Any]:
        """The card as the wire knows it: whole, gone, or a bare number."""
        return self.place | self.body(as_data=as_data)


@dataclass(frozen=True, slots=True)
class Picture:
    """Cards of one stream with the head they reach; `more` says that there are others."""

    stream: Stream
    head: int
    cards: list[Shown]
    more: bool

    def of(self, *kinds: str) -> list[Shown]:
        """The cards of these kinds that can be shown."""
        return [one for one in self.cards if one.kind and one.kind.name in kinds and one.may_see]


def _here(card: Card, stream: Stream | None) -> Card | None:
    """The card, unless it moved on: who kept a room once reads nothing of it any more."""
    has_moved = card.kind.moves and stream and stream.id not in card.kind.streams(card.thing)
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


def _shown(row: Sequence[Any], thing: Any, since: int, stream: Stream | None = None) -> Shown:
    """One (kind, card id, seq, first) row with the thing behind it."""
    name, card_id, seq, first = row
    kind = KINDS.get(name)
    card = _here(Card(kind, thing), stream) if kind and thing is not None else None
    may_see = bool(kind and (kind.standing or first > since))
    return Shown(seq, first, kind, card_id, card, may_see)


def _show(rows: Sequence[Any], since: int, stream: Stream | None = None) -> list[Shown]:
    found = _find((row[0], row[1]) for row in rows)
    return [_shown(row, found.get((row[0], row[1])), since, stream) for row in rows]


Touched = Iterable[tuple[str, str, int]]


def show_cards(changes: Iterable[tuple[Touched, int]]) -> list[list[Shown]]:
    """The cards of each of these changes, in their state of now; `since` is judged elsewhere."""
    rows = [
        [(kind, card_id, seq, first) for kind, card_id, first in touched]
        for touched, seq in changes
    ]
    found = _find((row[0], row[1]) for change in rows for row in change)
    return [
        [_shown(row, found.get((row[0], row[1])), since=-1) for row in change] for change in rows
    ]


def head_of(stream: Stream) -> int:
    """The latest number, read anew. Read it before the cards: what it counts is then in them."""
    return db.session.scalars(select(Stream.head).where(Stream.id == stream.id)).one()


def first_of(stream_id: int, kind: str, card_id: str) -> int | None:
    """The number under which a card first came into a stream; None if it never did."""
    return db.session.scalar(
        select(func.min(Entry.first)).where(
            Entry.stream_id == stream_id, Entry.kind == kind, Entry.card_id == card_id
        )
    )


def _changed(stream: Stream, after: int, head: int) -> Any:
    """Ask for (kind, card id, latest, first) of what changed in between, oldest change first."""
    latest = func.max(Entry.seq).label("latest")
    return (
        select(Entry.kind, Entry.card_id, latest, func.min(Entry.first))
        .where(Entry.stream_id == stream.id, Entry.seq > after, Entry.seq <= head)
        .group_by(Entry.kind, Entry.card_id)
        .order_by(latest)
    )


def changes(stream: Stream, after: int, since: int) -> Picture:
    """Each card that changed after a number, once, in its state of now, oldest change first."""
    head = head_of(stream)
    query = _changed(stream, after, head)
    rows = db.session.execute(query.limit(PAGE + 1)).all()
    if len(rows) <= PAGE:
        return Picture(stream, head, _show(rows, since, stream), more=False)
    # Never cut a change in two: its number would be taken for reached.
    last = rows[PAGE][2]
    kept = [row for row in rows if row[2] < last]
    if not kept:  # one change larger than a page comes whole, or nobody would get past it
        kept = list(db.session.execute(query.having(func.max(Entry.seq) == last)))
    return Picture(stream, head, _show(kept, since, stream), more=True)


def _latest_of(stream: Stream, places: Sequence[Any]) -> list[Any]:
    if not places:
        return []
    pairs = [(kind, card_id) for kind, card_id in places]
    return list(
        db.session.execute(
            select(Entry.kind, Entry.card_id, func.max(Entry.seq), func.min(Entry.first))
            .where(Entry.stream_id == stream.id)
            .where(tuple_(Entry.kind, Entry.card_id).in_(pairs))
            .group_by(Entry.kind, Entry.card_id)
            .order_by(func.min(Entry.first))
        )
    )


def _standing(stream: Stream) -> list[Any]:
    names = [kind.name for kind in KINDS.values() if kind.standing]
    return list(
        db.session.execute(
            select(Entry.kind, Entry.card_id)
            .where(Entry.stream_id == stream.id, Entry.kind.in_(names))
            .distinct()
        )
    )


def _ordered(stream: Stream, before: int | None, since: int) -> tuple[list[Any], bool]:
    """The newest page of the order before a number, and whether there are older cards.

    Cards of one change are never cut apart: the next page begins before the first number of this
    one.
    """
    names = [kind.name for kind in KINDS.values() if not kind.standing]
    query = select(Entry.kind, Entry.card_id, Entry.first).where(
        Entry.stream_id == stream.id,
        Entry.seq == Entry.first,
        Entry.first > since,
        Entry.kind.in_(names),
    )
    if before is not None:
        query = query.where(Entry.first < before)
    rows: list[Any] = list(
        db.session.execute(query.order_by(Entry.first.desc()).limit(TIMELINE + SLACK))
    )
    page, rest = rows[:TIMELINE], rows[TIMELINE:]
    while rest and rest[0].first == page[-1].first:
        page.append(rest.pop(0))
    return [(row.kind, row.card_id) for row in page], bool(rest)


def _staying(stream: Stream, since: int) -> list[Any]:
    """Cards that are kept in the picture however old they are, such as open alerts."""
    names = [kind.name for kind in KINDS.values() if kind.keeps]
    rows = db.session.execute(
        select(Entry.kind, Entry.card_id).where(
            Entry.stream_id == stream.id,
            Entry.seq == Entry.first,
            Entry.first > since,
            Entry.kind.in_(names),
        )
    ).all()
    return [
        (name, card_id)
        for name in names
        for card_id in KINDS[name].keeps([card for kind, card in rows if kind == name])  # type: ignore[misc]
    ]


def snapshot(stream: Stream, since: int) -> Picture:
    """Everything standing, what must stay in sight, and the newest of the order, oldest first."""
    head = head_of(stream)
    ordered, more = _ordered(stream, None, since)
    places = set(ordered)
    places |= {tuple(row) for row in _standing(stream)}
    places |= {tuple(row) for row in _staying(stream, since)}
    shown = _show(_latest_of(stream, sorted(places)), since, stream)
    return Picture(stream, head, [one for one in shown if one.may_see and not one.is_gone], more)


def older(stream: Stream, before: int, since: int) -> Picture:
    """The cards just before a place in the order, oldest first."""
    head = head_of(stream)
    ordered, more = _ordered(stream, before, since)
    shown = _show(_latest_of(stream, ordered), since, stream)
    kept = [one for one in shown if one.may_see and not one.is_gone]
    return Picture(stream, head, kept, more)


def showing(stream: Stream, of: Iterable[Card]) -> list[Shown]:
    """Given things as cards of a stream, with their numbers, in the order of the given."""
    given = list(of)
    rows = {
        (row[0], row[1]): row for row in _latest_of(stream, [(c.kind.name, c.id) for c in given])
    }
    return [
        Shown(rows[c.kind.name, c.id][2], rows[c.kind.name, c.id][3], c.kind, c.id, c, may_see=True)
        for c in given
        if (c.kind.name, c.id) in rows
    ]
