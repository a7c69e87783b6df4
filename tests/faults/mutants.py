"""The service with one of its guards taken out: `python -m tests.faults.mutants NAME …`.

Each is a mistake that somebody made, or nearly. The trials must be red on every one of them.
"""

from gevent import monkey

monkey.patch_all()

import random  # noqa: E402
import sys  # noqa: E402
from collections import defaultdict  # noqa: E402
from datetime import timedelta  # noqa: E402

import gevent  # noqa: E402
from sqlalchemy import or_, select, text, update  # noqa: E402

from accountability.accounts.models import SignIn  # noqa: E402
from accountability.core import (  # noqa: E402
    aftermath,
    change,
    clock,
    database,
    promises,
    streams,
    writes,
)
from accountability.core.errors import KeyReused  # noqa: E402
from accountability.core.extensions import db  # noqa: E402
from accountability.core.streams import Recipient, Stream  # noqa: E402
from accountability.notifications import wanting  # noqa: E402
from accountability.realtime import broadcast, heads, sockets  # noqa: E402
from tests.faults.clocks import serve  # noqa: E402

BETWEEN = 0.03


def no_heads():
    """Nobody announces where the streams stand."""
    heads.announce = lambda *, everything: None


def cursor_over_a_sequence():
    """A number is taken apart from the transaction, so a lower one may be committed later."""

    def lock(ids):
        seqs = {}
        for one in sorted(set(ids)):
            with db.engine.begin() as apart:
                seqs[one] = apart.scalar(streams._TAKE, {"of": one})
        gevent.sleep(random.uniform(0, BETWEEN))
        return seqs

    streams.lock, streams.give_back = lock, lambda ids: None


def emit_before_commit():
    """What changed is told while nobody else can read it yet."""
    settle = change._settle

    def settle_and_tell(tried, announce):
        aftermath.hand_over(settle(tried, announce))
        gevent.sleep(BETWEEN)
        return []

    change._settle = settle_and_tell


def dedupe_in_memory():
    """Each process remembers for itself which keys were done."""
    kept, store = {}, change._store

    def operation_of(tried):
        stored = kept.get((tried.account_id, tried.key))
        if stored is not None and stored.body_hash != tried.body_hash:
            raise KeyReused
        return stored

    def store_here(tried, announce, seqs):
        store(tried, announce, seqs)
        if tried is not None:
            db.session.expunge(tried.done)
            kept[tried.account_id, tried.key] = tried.done

    change.operation_of = writes.operation_of = operation_of
    change._store = store_here


def deferred_begin():
    """A write begins like a read, and asks for SQLite's lock only when it has read already."""

    def begin(connection):
        connection.exec_driver_sql("BEGIN")
        connection.execute(text("SELECT max(head) FROM streams")).all()

    database.begin_immediate = begin


def for_update_on_sqlite():
    """The next number is read under a lock that SQLite does not know, and written afterwards."""
    database.begin_immediate = lambda connection: connection.exec_driver_sql("BEGIN")

    def lock(ids):
        locked = select(Stream.id, Stream.head).where(Stream.id.in_(list(ids))).with_for_update()
        with db.engine.connect() as before_begin:  # a SELECT began nothing, in the old way
            seqs = {row[0]: row[1] + 1 for row in before_begin.execute(locked)}
        gevent.sleep(random.uniform(0, BETWEEN))
        for one, seq in seqs.items():
            taken = update(Stream).where(Stream.id == one).values(head=seq)
            db.session.execute(taken.execution_options(synchronize_session=False))
        return seqs

    streams.lock = lock


def rooms_for_ever():
    """Whoever was in a circle's audience once is told on, and nobody's socket is cut."""
    rooms = defaultdict(set)

    def who_is_here(batch):
        found = []
        for told in batch:
            rooms[told.stream_id] |= told.audience.keys()
            here = rooms[told.stream_id] & sockets.accounts()
            found.append((told, {one: Recipient(one) for one in here}))
        return found

    broadcast.who_is_here = who_is_here
    heads._let_go_lost = lambda *_: None


def push_suppressed_by_presence():
    """Whoever used the service a moment ago is not pushed to."""
    wants = wanting.wants

    def wants_unless_here(delivery):
        since = clock.now() - timedelta(minutes=10)
        mine = SignIn.account_id == delivery.notification.account_id
        here = db.session.scalars(select(SignIn.id).where(mine, SignIn.seen_at > since)).first()
        return wants(delivery) if here is None else wanting.NO

    wanting.wants = wants_unless_here


def lease_without_fence():
    """A promise is marked kept by whoever tried it, though somebody else holds it by now."""
    row, of = promises.Promise, promises.bindparam("of")
    anybody = or_(row.hold == promises.bindparam("mine"), row.id == of)
    now = promises.bindparam("now", type_=promises.Moment())
    mark = update(row).where(row.id == of, anybody).values(kept_at=now)
    promises._MARK = mark.execution_options(synchronize_session=False)


MUTANTS = {
    name: make
    for name, make in dict(globals()).items()
    if getattr(make, "__module__", "") == __name__ and callable(make)
}

if __name__ == "__main__":
    name, *rest = sys.argv[1:]
    MUTANTS[name]()
    serve(rest)
