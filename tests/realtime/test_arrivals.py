"""That an alert came to a screen is noted in the end, whatever the database does meanwhile."""

from collections.abc import Iterator

import pytest
from sqlalchemy import event, func, select, text

from accountability.circles import services as circles
from accountability.core import aftermath, database
from accountability.core.extensions import db
from accountability.core.shown import show_cards
from accountability.realtime import arrivals, broadcast, sockets
from accountability.urges import services as urges
from accountability.urges.reach import Sighting
from tests.cast import apart


@pytest.fixture(autouse=True)
def nothing_owed() -> Iterator[None]:
    """No test owes what another left, and no socket stays open."""
    arrivals._owed.clear()
    yield
    arrivals._owed.clear()
    for sid in list(sockets.live):
        sockets.drop(sid)


def arrive(*members, at):
    """Alerts of these members come to the screens of these accounts."""
    for member in members:
        urges.raise_alert(member)
    waits = []
    while not aftermath.queue.empty():
        waits.append(aftermath.queue.get_nowait())
    for cards in show_cards((told.cards, told.seq, told.stream_id) for told in waits):
        arrivals.note(cards, at)


def noted():
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Sighting))


@pytest.fixture
def fails():
    """Let a statement about sightings fail so many times, as no library says it would."""
    left = []

    def fail(_connection, _cursor, statement, *_more):
        if "INSERT INTO sightings" in statement and left:
            left.pop()
            raise RuntimeError("the disk is gone")

    event.listen(db.engine, "before_cursor_execute", fail)
    yield left
    event.remove(db.engine, "before_cursor_execute", fail)


def test_what_a_busy_database_could_not_take_is_noted_later(context, cast, monkeypatch):
    arrive(cast.member("Ana"), at=[cast.account("Ben").id])
    monkeypatch.setattr(database, "PATIENCE", 0.1)  # not to wait five seconds for it

    with database.writing():
        if db.engine.dialect.name == "postgresql":
            db.session.execute(text("LOCK TABLE streams IN EXCLUSIVE MODE"))
        while_busy = apart(arrivals.note_owed, context)
    first = noted()
    later = apart(arrivals.note_owed, context)

    assert (while_busy, first, later, noted()) == (False, 0, True, 1)


def test_a_fault_nobody_thought_of_neither_ends_the_loop_nor_loses_the_others(
    context, cast, fails, caplog
):
    arrive(cast.member("Ana"), cast.member("Mo"), at=[cast.account("Ben").id])
    fails += ["both together", "the first alone"]

    is_done = apart(arrivals.note_owed, context)

    assert (is_done, noted()) == (True, 1)
    assert "the disk is gone" in caplog.text


def test_nothing_is_asked_of_the_database_where_nobody_looks(context, cast):
    circles.post_message(cast.member("Ana"), "while all are away")
    told = aftermath.queue.get_nowait()
    db.session.rollback()
    begun = []
    hear = begun.append
    event.listen(db.engine, "begin", hear)

    broadcast.tell(told)

    event.remove(db.engine, "begin", hear)
    assert begun == []
