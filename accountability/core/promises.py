"""What the service owes at a time: a row, written in the transaction that causes it.

Whoever takes a promise holds it for a while (`taking.py`). It is kept by one change, in whose
transaction it is marked, and only while it is still held: it may be tried twice, and takes effect
once. So whoever keeps one asks again, under the lock, whether it is still wanted.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event
from typing import Any

from flask import Flask
from sqlalchemy import Index, String, UniqueConstraint, bindparam, delete, event, or_, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from accountability.core import clock
from accountability.core.columns import Moment, created, moment
from accountability.core.extensions import Base, db

OWED = text("kept_at IS NULL AND parked_at IS NULL")


class Promise(Base):
    """One thing owed at a time. `free_at` is when anybody may take it: due, or put off, or let go.

    It is about the thing of a public id; its key makes it once for its kind.
    """

    __tablename__ = "promises"
    __table_args__ = (
        UniqueConstraint("kind", "key"),
        Index("ix_promises_owed", "kind", "free_at", sqlite_where=OWED, postgresql_where=OWED),
        Index("ix_promises_about", "about", "kind"),  # the kind too, or SQLite asks the one above
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    key: Mapped[str] = mapped_column(String(80))
    about: Mapped[str] = mapped_column(String(22))
    made_at: Mapped[created]
    due_at: Mapped[datetime] = mapped_column(Moment())
    free_at: Mapped[datetime] = mapped_column(Moment())
    hold: Mapped[str | None] = mapped_column(String(22))
    tries: Mapped[int] = mapped_column(default=0)
    kept_at: Mapped[moment | None]
    parked_at: Mapped[moment | None]
    fault: Mapped[str | None] = mapped_column(String(80))


@dataclass(slots=True)
class Held:
    """A promise as whoever took it holds it, until `ends_at` at most."""

    id: int
    kind: str
    key: str
    about: str
    due_at: datetime
    tries: int
    hold: str
    ends_at: datetime
    is_kept: bool = field(default=False)


class Late(Exception):  # noqa: N818 - not a fault: somebody else has it
    """The promise is held by somebody else by now, or kept: nothing of this may take effect."""


class Later(Exception):  # noqa: N818 - not a fault
    """It cannot be kept yet: ask again at a moment that somebody named.

    It is due then, and late from then on. What `is_due` already, and waits for room or for a
    server that asked for a pause, stays late from when it was due.
    """

    def __init__(self, at: datetime, *, is_due: bool = False) -> None:
        super().__init__(at)
        self.at, self.is_due = at, is_due


@dataclass(frozen=True, slots=True)
class Duty:
    """How promises of one kind are kept.

    Each kind has so many `places` of its own, for it may wait for somebody `outside`, or for a
    lock, and must hold up nothing else; what is about one thing never has two of them. What fails
    is tried again, at last every `longest_pause`, for a day and often enough, and then it is parked
    for a person to look at. One try may take as long as its `lease`. `can` says whether this
    service is able to keep them at all; until then they wait.
    """

    kind: str
    keep: Callable[[Held], Any]
    lease: timedelta
    places: int
    outside: bool
    can: Callable[[Flask], bool]
    longest_pause: timedelta


LASTS = timedelta(days=1)  # how long what fails is tried
OFTEN_ENOUGH = 20  # tries, for hours: what was owed while nobody kept anything is due for days
DUTIES: dict[str, Duty] = {}
held: ContextVar[Held | None] = ContextVar("held_promise", default=None)
news = Event()  # a promise was written here: whoever keeps them need not wait for the next look


def keeps(
    kind: str,
    *,
    lease: timedelta = timedelta(seconds=5),
    places: int = 1,
    outside: bool = False,
    can: Callable[[Flask], bool] = lambda _app: True,
    longest_pause: timedelta = timedelta(minutes=30),
) -> Callable[[Callable[[Held], Any]], Callable[[Held], Any]]:
    """Let a function keep the promises of this kind, by one change at most."""

    def register(keep: Callable[[Held], Any]) -> Callable[[Held], Any]:
        DUTIES[kind] = Duty(kind, keep, lease, places, outside, can, longest_pause)
        return keep

    return register


def promise(kind: str, about: str, *, due_at: datetime, key: str | None = None) -> None:
    """Owe this in the transaction under way. What was owed under its key already stays as it is.

    Without a key it is about something made just now, of which there is one promise of its kind:
    that alone may be owed outside of a change, as a letter about a sign-in is.
    """
    row = {"kind": kind, "key": key or about, "about": about, "due_at": due_at, "free_at": due_at}
    if key is None:
        db.session.add(Promise(**row))
    else:
        once: Any = {"sqlite": sqlite, "postgresql": postgresql}[db.engine.dialect.name]
        owed = once.insert(Promise).values(made_at=clock.now(), tries=0, **row)
        db.session.execute(owed.on_conflict_do_nothing(index_elements=["kind", "key"]))
    db.session.info["promised"] = True


def promise_instead(kind: str, about: str, *, due_at: datetime, key: str) -> None:
    """Owe this in place of what of its kind is owed about the thing, so that it is one at most.

    What somebody is about to keep now is left to them: they ask whether it is still wanted.
    """
    mine, now = held.get(), clock.now()
    idle = or_(Promise.hold.is_(None), Promise.free_at <= now)
    others = (Promise.kind == kind, Promise.about == about, Promise.key != key, OWED, idle)
    gone = delete(Promise).where(*others, Promise.id != (mine.id if mine else 0))
    db.session.execute(gone.execution_options(synchronize_session=False))
    promise(kind, about, due_at=due_at, key=key)


_MARK: Any = (
    update(Promise)
    .where(Promise.id == bindparam("of"), Promise.hold == bindparam("mine"))
    .where(Promise.kept_at.is_(None))
    .values(kept_at=bindparam("now", type_=Moment()))
    .execution_options(synchronize_session=False)
)


def mark_kept() -> None:
    """Mark the promise that is being kept, in the transaction of its effect.

    Raises Late if somebody else holds it by now: this transaction must not take effect. A second
    effect would not be held to that, so it is refused.
    """
    mine = held.get()
    if mine is None:
        return
    if mine.is_kept:
        raise RuntimeError("a promise is kept by one change")
    values = {"of": mine.id, "mine": mine.hold, "now": clock.now()}
    marked: Any = db.session.execute(_MARK, values)
    if not marked.rowcount:
        raise Late


def note_kept() -> None:
    """Note that the transaction which marked it is committed."""
    if mine := held.get():
        mine.is_kept = True


def watch_commits() -> None:
    """Wake whoever keeps promises once a transaction that wrote one is committed."""
    if not event.contains(db.session, "after_commit", _tell_news):
        event.listen(db.session, "after_commit", _tell_news)
        event.listen(db.session, "after_rollback", _forget_news)


def _tell_news(session: Session) -> None:
    if not session.in_nested_transaction() and session.info.pop("promised", False):
        news.set()


def _forget_news(session: Session) -> None:
    if not session.in_nested_transaction():  # the rest of the transaction may go on
        session.info.pop("promised", None)
