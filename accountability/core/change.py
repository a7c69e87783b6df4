"""The write path: `with change(stream, by=member) as announce:` is the way to change the world.

Lock, check again, change, announce, store the operation, commit. No network call, sleep or emit
happens inside, and nothing is rendered there but the few words of a letter that is owed with it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields
from typing import Any, Protocol

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import ObjectDeletedError

from accountability.core import aftermath, cards, crash, promises, streams
from accountability.core.database import writing
from accountability.core.entries import append
from accountability.core.errors import Busy, Gone, KeyReused
from accountability.core.extensions import db
from accountability.core.streams import Operation, Stream, StreamKind


class Actor(Protocol):
    """Who acts. Asked again under the lock whether they still belong."""

    @property
    def belongs(self) -> bool:
        """Whether they may still act here."""


@dataclass(slots=True)
class Attempt:
    """One try of one keyed write, as the web layer received it."""

    account_id: int
    key: str
    body_hash: bytes
    done: Operation | None = None


class Replayed(Exception):  # noqa: N818 - not a fault: the write was done before
    """This key was done already; carries the operation as it was stored."""

    def __init__(self, operation: Operation) -> None:
        super().__init__(operation.key)
        self.operation = operation


attempt: ContextVar[Attempt | None] = ContextVar("attempt", default=None)
_inside: ContextVar[bool] = ContextVar("inside_change", default=False)


@dataclass(slots=True)
class Announce:
    """What a block says has become true; call it with an event."""

    seqs: dict[int, int]
    events: list[Any] = field(default_factory=list)

    def __call__(self, event: Any) -> None:
        """Announce one domain event."""
        self.events.append(event)

    def open_stream(self, kind: StreamKind) -> Stream:
        """Begin a new stream in this change; the change is its number 1."""
        stream = Stream(kind=kind, head=1)
        db.session.add(stream)
        db.session.flush()
        self.seqs[stream.id] = 1
        return stream

    def hold(self, needed: Iterable[Stream]) -> None:
        """Raise Busy unless these are locked: one came meanwhile, and the press may repeat."""
        if not {stream.id for stream in needed} <= self.seqs.keys():
            raise Busy

    def number_in(self, stream: Stream) -> int:
        """The number that this change has in a stream it locked."""
        return self.seqs[stream.id]


_STORED: Any = (  # built once: it takes longer than asking
    select(Operation)
    .where(Operation.account_id == bindparam("account"), Operation.key == bindparam("key"))
    .execution_options(populate_existing=True)
)


def operation_of(tried: Attempt) -> Operation | None:
    """The stored operation of this key, or None; raises KeyReused if its body was another."""
    stored = db.session.scalar(_STORED, {"account": tried.account_id, "key": tried.key})
    if stored is not None and stored.body_hash != tried.body_hash:
        raise KeyReused
    return stored


def _refuse_replay(tried: Attempt | None) -> None:
    if tried is not None and (stored := operation_of(tried)):
        raise Replayed(stored)


def _lock(ids: list[int], tried: Attempt | None) -> dict[int, int]:
    """Lock the streams. One that is gone does not hide that this key was done before."""
    try:
        return streams.lock(ids)
    except Gone:
        _refuse_replay(tried)
        raise


def _store(tried: Attempt | None, announce: Announce, seqs: dict[str, int]) -> None:
    if tried is None:
        return
    subject = None
    if announce.events:
        subject = getattr(announce.events[0], fields(announce.events[0])[0].name)
    tried.done = Operation(
        account_id=tried.account_id,
        key=tried.key,
        body_hash=tried.body_hash,
        kind=type(subject).__name__ if subject is not None else None,
        thing_id=getattr(subject, "public_id", None),
        seqs=seqs,
    )
    db.session.add(tried.done)


def _seqs_for(tried: Attempt | None, told: list[aftermath.Told]) -> dict[str, int]:
    """The numbers in streams the actor may follow; others would tell how many people were told."""
    return {one.stream: one.seq for one in told if tried and tried.account_id in one.audience}


def _settle(tried: Attempt | None, announce: Announce) -> list[aftermath.Told]:
    for event in announce.events:  # subscribers may announce more: the list grows while we walk it
        db.session.flush()
        announce.events.extend(cards.tell(event))
    db.session.flush()
    told = append(announce.seqs, announce.events)
    _store(tried, announce, _seqs_for(tried, told))
    return told


def something_unsaved() -> bool:
    """Whether the session holds writes that no commit has kept yet."""
    session = db.session
    return bool(session.new or session.dirty or session.deleted or session.info.get("unsaved"))


def _refuse_misuse() -> None:
    if _inside.get():
        raise RuntimeError("a verb calls no verb: this change began inside another")
    if something_unsaved():
        raise RuntimeError("unsaved objects in the session would be thrown away by this change")


@contextmanager
def _marked_inside() -> Iterator[None]:
    token = _inside.set(True)
    try:
        yield
    finally:
        _inside.reset(token)


@contextmanager
def change(*changed: Stream, by: Actor | None = None) -> Iterator[Announce]:
    """Change the world in one transaction, numbered in these streams.

    What the block checks is true until it ends. Raises Replayed for a key that was done before any
    other check, Gone if `by` no longer belongs, Busy if the database cannot take the write.
    """
    _refuse_misuse()
    ids = streams.in_order(changed)
    tried = attempt.get()
    try:
        with _marked_inside(), writing():
            announce = Announce(_lock(ids, tried))
            _refuse_replay(tried)
            if by is not None and not by.belongs:
                raise Gone
            yield announce
            told = _settle(tried, announce)
            promises.mark_kept()
            crash.point("before_commit", announce.events)
            db.session.commit()
            promises.note_kept()
            streams.forget_heads()
    except ObjectDeletedError:
        raise Gone from None
    except IntegrityError:
        _refuse_replay(tried)
        raise
    crash.point("after_commit", announce.events)
    aftermath.hand_over(told)


@contextmanager
def quiet_change() -> Iterator[None]:
    """A write that no stream tells of (when a browser was last seen); same turn, same commit."""
    _refuse_misuse()
    with _marked_inside(), writing():
        yield
        promises.mark_kept()
        db.session.commit()
        promises.note_kept()


def nothing_to_do() -> None:
    """Raise Replayed for a key that was done before: for a verb that has nothing to write now."""
    _refuse_replay(attempt.get())


@contextmanager
def written(*, kept: bool) -> Iterator[None]:
    """Write within a change; what is not to be kept costs the same and is taken back at once."""
    part = db.session.begin_nested()
    yield
    db.session.flush()
    (part.commit if kept else part.rollback)()


def commit_sign_in() -> None:
    """Commit what Flask-Security left in the session and did not commit itself."""
    db.session.commit()
