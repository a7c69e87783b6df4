"""The read path: what changed in a stream, a picture of it, and older cards.

Whoever calls has begun a snapshot and checked the right to the stream inside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select, tuple_

from accountability.core.cards import KINDS, Card
from accountability.core.extensions import db
from accountability.core.shown import Shown, show
from accountability.core.streams import Entry, Stream

PAGE = 200
TIMELINE = 30
SLACK = 50  # no single change puts more cards than this into one stream


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
        return Picture(stream, head, show(rows, since, stream), more=False)
    # Never cut a change in two: its number would be taken for reached.
    last = rows[PAGE][2]
    kept = [row for row in rows if row[2] < last]
    if not kept:  # one change larger than a page comes whole, or nobody would get past it
        kept = list(db.session.execute(query.having(func.max(Entry.seq) == last)))
    return Picture(stream, head, show(kept, since, stream), more=True)


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
            .order_by(func.min(Entry.first), Entry.kind, Entry.card_id)
        )
    )


def _standing(stream: Stream) -> list[Any]:
    kinds = [kind for kind in KINDS.values() if kind.standing]
    names = [kind.name for kind in kinds]
    query = select(Entry.kind, Entry.card_id).where(Entry.stream_id == stream.id)
    for kind in kinds:
        if kind.keeps:
            this: Any = kind.model
            stays = kind.keeps().where(this.public_id == Entry.card_id).exists()
            query = query.where(or_(Entry.kind != kind.name, stays))
    return list(db.session.execute(query.where(Entry.kind.in_(names)).distinct()))


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
    """Cards that are kept in the picture however old they are, such as open alerts.

    The database picks them: a list of all that ever came would outgrow what it takes at once.
    """
    here = (Entry.stream_id == stream.id, Entry.seq == Entry.first, Entry.first > since)
    found: list[Any] = []
    for kind in KINDS.values():
        if kind.keeps and not kind.standing:
            staying = (Entry.kind == kind.name, Entry.card_id.in_(kind.keeps()))
            found += db.session.execute(select(Entry.kind, Entry.card_id).where(*here, *staying))
    return found


def snapshot(stream: Stream, since: int) -> Picture:
    """Everything standing, what must stay in sight, and the newest of the order, oldest first."""
    head = head_of(stream)
    ordered, more = _ordered(stream, None, since)
    places = set(ordered)
    places |= {tuple(row) for row in _standing(stream)}
    places |= {tuple(row) for row in _staying(stream, since)}
    shown = show(_latest_of(stream, sorted(places)), since, stream)
    return Picture(stream, head, [one for one in shown if one.may_see and not one.is_gone], more)


def older(stream: Stream, before: int, since: int) -> Picture:
    """The cards just before a place in the order, oldest first."""
    head = head_of(stream)
    ordered, more = _ordered(stream, before, since)
    shown = show(_latest_of(stream, ordered), since, stream)
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
