"""Writing the log: from events to entries, inside the transaction."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, func, insert, select

from accountability.core import cards, streams
from accountability.core.aftermath import Told
from accountability.core.cards import Card
from accountability.core.database import made_now
from accountability.core.extensions import db
from accountability.core.streams import Entry, Stream, StreamKind

Place = tuple[int, str, str]


def _places(changed: Iterable[Card]) -> list[Place]:
    places = {
        (stream_id, card.kind.name, card.id) for card in changed for stream_id in card.streams
    }
    return sorted(places)


def _came(places: list[Place], leaving: list[Place], firsts: dict[Place, int]) -> list[Place]:
    """Without those that leave a stream to which they never came: nobody hears of them so."""
    return [place for place in places if place not in leaving or place in firsts]


def _lock_late(seqs: dict[int, int], ids: set[int]) -> None:
    """Lock account streams that the verb could not know of, such as those of today's moderators."""
    late = list(db.session.scalars(select(Stream).where(Stream.id.in_(ids))))
    for stream in late:
        if stream.kind is not StreamKind.ACCOUNT:
            raise RuntimeError(f"a change announced in a {stream.kind} stream that it did not lock")
    seqs.update(streams.lock(streams.in_order(late)))


_FIRSTS: Any = (  # built once: it takes longer than asking
    select(Entry.stream_id, Entry.kind, Entry.card_id, func.min(Entry.first))
    .where(Entry.stream_id.in_(bindparam("streams", expanding=True)))
    .where(Entry.card_id.in_(bindparam("cards", expanding=True)))
    .group_by(Entry.stream_id, Entry.kind, Entry.card_id)
)


def _firsts(places: list[Place]) -> dict[Place, int]:
    """The number each card first came under; what was made in this change never came before."""
    old = [place for place in places if place[2] not in made_now()]
    if not old:
        return {}
    ids = {"streams": sorted({one[0] for one in old}), "cards": sorted({one[2] for one in old})}
    rows = db.session.execute(_FIRSTS, ids)
    return {(stream_id, kind, card_id): first for stream_id, kind, card_id, first in rows}


def append(seqs: dict[int, int], events: list[Any]) -> list[Told]:
    """Write an entry per changed card and stream; give back numbers that nothing used.

    Answers what is to be told after the commit, with the audience of this moment.
    """
    changed = [card for event in events for card in cards.cards_of(event)]
    places = _places(changed)
    if missing := {place[0] for place in places} - seqs.keys():
        _lock_late(seqs, missing)
    firsts = _firsts(places)
    places = _came(places, _places(card for card in changed if card.only_in), firsts)
    used = {place[0] for place in places}
    streams.give_back(seqs.keys() - used)
    if not places:
        return []
    rows = [
        {
            "stream_id": place[0],
            "seq": seqs[place[0]],
            "kind": place[1],
            "card_id": place[2],
            "first": firsts.get(place, seqs[place[0]]),
        }
        for place in places
    ]
    db.session.execute(insert(Entry), rows)
    return _told(seqs, rows)


def _told(seqs: dict[int, int], rows: list[dict[str, Any]]) -> list[Told]:
    touched: dict[int, list[tuple[str, str, int]]] = {}
    for row in rows:  # in the order of the streams
        card = (row["kind"], row["card_id"], row["first"])
        touched.setdefault(row["stream_id"], []).append(card)
    named = {one: db.session.get_one(Stream, one) for one in touched}
    audiences = streams.audiences_of(named.values())
    return [
        Told(
            stream_id,
            named[stream_id].public_id,
            seqs[stream_id],
            tuple(those),
            audiences[stream_id],
        )
        for stream_id, those in touched.items()
    ]
