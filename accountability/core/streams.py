"""Numbered logs of what changed: one stream per circle, alert and account.

Entries are pointers to cards, never text: what was taken away cannot be replayed.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    bindparam,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from accountability.core import clock
from accountability.core.columns import HasPublicId, chosen, created, new_public_id
from accountability.core.errors import Gone
from accountability.core.extensions import Base, db


class StreamKind(StrEnum):
    """Whose log it is; the audience belongs to the stream, never to an entry."""

    CIRCLE = "circle"
    ALERT = "alert"
    ACCOUNT = "account"


class Stream(HasPublicId, Base):
    """A log whose numbers have no gaps: `head` is the latest one, `floor` the oldest kept."""

    __tablename__ = "streams"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[StreamKind] = mapped_column(chosen(StreamKind))
    head: Mapped[int] = mapped_column(default=0)
    floor: Mapped[int] = mapped_column(default=0)


class Entry(Base):
    """One card that one numbered change touched.

    `first` is the number the card first came under.
    """

    __tablename__ = "entries"
    __table_args__ = (
        Index("ix_entries_card", "stream_id", "kind", "card_id"),
        Index("ix_entries_first", "stream_id", "first"),
    )

    stream_id: Mapped[int] = mapped_column(ForeignKey(Stream.id), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    card_id: Mapped[str] = mapped_column(String(22), primary_key=True)
    first: Mapped[int]


class Operation(Base):
    """One write that was done, for ever: a repeat of its key has no second effect."""

    __tablename__ = "operations"

    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    body_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    kind: Mapped[str | None] = mapped_column(String(40))
    thing_id: Mapped[str | None] = mapped_column(String(22))
    seqs: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    done_at: Mapped[created]


class Epoch(Base):
    """The name of this history; a restored backup gets another one. One row."""

    __tablename__ = "epochs"

    name: Mapped[str] = mapped_column(String(22), primary_key=True)
    begun_at: Mapped[created]


@dataclass(frozen=True, slots=True)
class Recipient:
    """An account that may follow a stream, and the number after which its cards are for it."""

    account_id: int
    since: int = 0


Followers = tuple[int, Recipient]  # a stream's id, and one who may follow it
AudienceOf = Callable[[list[int]], Iterable[Followers]]

_audiences: dict[StreamKind, AudienceOf] = {}


def answers_audience(kind: StreamKind) -> Callable[[AudienceOf], AudienceOf]:
    """Register the one function that says who may follow these streams of this kind, now."""

    def register(function: AudienceOf) -> AudienceOf:
        _audiences[kind] = function
        return function

    return register


def audiences_of(wanted: Collection[Stream]) -> dict[int, dict[int, Recipient]]:
    """Everyone who may follow each of these streams now: stream id to account to recipient."""
    found: dict[int, dict[int, Recipient]] = {stream.id: {} for stream in wanted}
    by_kind: dict[StreamKind, list[int]] = defaultdict(list)
    for stream in wanted:
        by_kind[stream.kind].append(stream.id)
    for kind, ids in by_kind.items():
        for stream_id, who in _audiences[kind](ids):
            found[stream_id][who.account_id] = who
    return found


def audience_of(stream: Stream) -> dict[int, Recipient]:
    """Everyone who may follow this stream now, by account."""
    return audiences_of([stream])[stream.id]


# Building a statement takes longer than the database does with it, so each is built once.
OF: Any = bindparam("of")
_TAKE: Any = (
    update(Stream)
    .where(Stream.id == OF)
    .values(head=Stream.head + 1)
    .returning(Stream.head)
    .execution_options(synchronize_session=False)
)
_GIVE_BACK: Any = (
    update(Stream)
    .where(Stream.id == OF)
    .values(head=Stream.head - 1)
    .execution_options(synchronize_session=False)
)


def in_order(wanted: Iterable[Stream]) -> list[int]:
    """Their ids in the order in which all lock them: accounts last, for these may be locked late.

    Two that lock in different orders wait for each other, until PostgreSQL ends one.
    """
    places = {(stream.kind is StreamKind.ACCOUNT, stream.id) for stream in wanted}
    return [stream_id for _is_last, stream_id in sorted(places)]


def lock(ids: Iterable[int]) -> dict[int, int]:
    """Take the next number of each stream, as `in_order` has them; held until the commit.

    An UPDATE, because it is the same lock on both databases; a sequence would lose rows that commit
    late, and FOR UPDATE does nothing on SQLite. Raises Gone if a stream is not there.
    """
    seqs: dict[int, int] = {}
    for stream_id in ids:
        taken = db.session.scalar(_TAKE, {"of": stream_id})
        if taken is None:
            raise Gone
        seqs[stream_id] = taken
    return seqs


def give_back(ids: Iterable[int]) -> None:
    """Return numbers under which nothing was announced; the lock still holds."""
    for stream_id in ids:
        db.session.execute(_GIVE_BACK, {"of": stream_id})


def forget_heads() -> None:
    """Let heads be read anew: UPDATE moved them beneath the objects."""
    for one in db.session.identity_map.values():
        if isinstance(one, Stream):
            db.session.expire(one)


def epoch() -> str:
    """The name of the history that the numbers belong to."""
    return db.session.scalars(select(Epoch.name)).one()


def begin_epoch() -> str:
    """Begin another history after a backup was restored: what clients hold means nothing any more.

    Its caller commits.
    """
    name = new_public_id()
    db.session.execute(update(Epoch).values(name=name, begun_at=clock.now()))
    return name


def heads_of(ids: Iterable[int]) -> dict[str, int]:
    """The latest number of each of these streams, by public id."""
    rows: Any = db.session.execute(
        select(Stream.public_id, Stream.head).where(Stream.id.in_(list(ids)))
    )
    return dict(rows.all())
