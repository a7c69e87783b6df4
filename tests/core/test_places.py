"""What waits for somebody outside holds up nothing else, and is handed back at the end."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from threading import Event

import gevent
import gevent.event
import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from accountability.core import clock, holding, keeping, outgoing, promises, taking
from accountability.core.extensions import db
from accountability.core.promises import DUTIES, Promise, keeps
from accountability.notifications import sending, webpush
from tests.core.owing import SECOND, only, owe

OUTSIDE = {"mail", "letter", "deliver", "deliver_news"}


@pytest.fixture
def slow(context):
    """A kind whose others outside never answer, in two places; and who came so far."""
    came, opens = [], gevent.event.Event()

    @keeps("slow", places=2, lease=timedelta(minutes=3))
    def wait(mine):
        came.append(mine.key)
        opens.wait(10)

    yield came
    opens.set()
    gevent.sleep(0.1)
    DUTIES.pop("slow")


def turn(app, pools):
    keeping._turn(app, pools)
    gevent.sleep(0.05)


def test_whatever_is_owed_is_kept_in_places_of_its_kind():
    assert [one.kind for one in DUTIES.values() if one.places < 1] == []
    assert {"midnight", "ring", "watch_moves", "watch_evening", "follow_up"} <= DUTIES.keys()


def test_a_kind_that_hangs_takes_no_place_of_another(context, slow):
    came = []
    keeps("odd", places=1)(lambda mine: came.append(mine.key))
    pools = {}
    for number in range(5):
        owe(str(number), kind="slow", about=str(number))
    turn(context, pools)
    owe("now", kind="odd")

    turn(context, pools)
    DUTIES.pop("odd")

    assert (len(slow), came) == (2, ["now"])


@pytest.fixture
def odd(context):
    """Let a test keep a kind of its own in one place."""
    yield keeps("odd", places=1)
    DUTIES.pop("odd")


@pytest.fixture
def loop(context, monkeypatch):
    """The loop that keeps what is owed, looking hardly ever by itself; and how often it looked."""
    looked, turn, ends = [], keeping._turn, gevent.event.Event()
    monkeypatch.setattr(holding, "ends", ends)
    monkeypatch.setattr(promises, "news", gevent.event.Event())
    monkeypatch.setattr(taking, "LOOK_EVERY", 60)
    monkeypatch.setattr(keeping, "BEHIND_EVERY", 60)
    monkeypatch.setattr(keeping, "_turn", lambda *of: looked.append(1) or turn(*of))
    running = gevent.spawn(keeping.run, context)
    yield looked
    ends.set()
    running.kill()
    gevent.sleep(0.05)


def test_the_next_begins_once_a_place_is_left(context, odd, loop):
    seen = []
    odd(lambda mine: (gevent.sleep(0.05), seen.append(mine.key)))
    for number in range(4):
        owe(str(number), kind="odd", about=str(number), after=(number - 9) * SECOND)
    gevent.sleep(1)

    assert seen == ["0", "1", "2", "3"]


def test_who_waits_on_without_a_place_lets_the_next_begin(context, odd, loop):
    seen, opens = [], gevent.event.Event()

    def wait(mine):
        seen.append(mine.key)
        with keeping.place_for(0.1):
            opens.wait(5)

    odd(wait)
    for number in range(3):
        owe(str(number), kind="odd", about=str(number))
    gevent.sleep(1)
    before, _ = list(seen), opens.set()

    assert before == ["0", "1", "2"]


def test_nobody_looks_again_and_again_while_all_that_is_due_hangs(context, slow, loop):
    for number in range(5):
        owe(str(number), kind="slow", about=str(number))
    owe("behind", kind="slow", about="0")
    gevent.sleep(0.5)
    before = len(loop)
    gevent.sleep(1)

    assert (len(slow), len(loop) - before) == (2, 0)


@contextmanager
def taking_fails(kind):
    """The database refuses to hand out the promises of one kind."""

    def refuse(_connection, _cursor, statement, values, *_more):
        taken = values.values() if isinstance(values, dict) else values
        if "UPDATE promises" in statement and kind in taken:
            raise OperationalError("no", {}, Exception())

    event.listen(db.engine, "before_cursor_execute", refuse)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", refuse)


@pytest.mark.parametrize("refused", ["slow", "odd"])
def test_a_kind_that_cannot_be_taken_keeps_no_other_from_beginning(context, slow, odd, refused):
    odd(lambda mine: slow.append(mine.key))
    owe("of slow", kind="slow")
    owe("of odd", kind="odd")

    with taking_fails(refused), pytest.raises(OperationalError):
        keeping._turn(context, {})
    gevent.sleep(0.05)

    assert slow == [{"slow": "of odd", "odd": "of slow"}[refused]]


def test_what_is_owed_about_one_thing_takes_one_place_and_leaves_the_other_to_others(context, slow):
    for number in range(3):
        owe(str(number), kind="slow", after=(number - 9) * SECOND)
    owe("other", kind="slow", about="b" * 22)
    pools = {}

    for _turn in range(3):
        turn(context, pools)

    assert slow == ["0", "other"]


def test_who_is_not_done_with_one_thing_holds_back_what_else_is_owed_about_it(context, slow):
    owe("first", kind="slow")
    [held] = taking.take(["slow"])
    owe("second", kind="slow", after=-5 * SECOND)
    assert taking.take(["slow"]) == []

    holding.put_off(held, clock.now() + 60 * SECOND)
    holding.forget(held)

    [second] = taking.take(["slow"])
    holding.forget(second)
    assert second.key == "second"


def test_each_kind_is_held_as_long_as_it_may_take_itself(context, slow):
    held = []
    keeps("odd", places=1, lease=5 * SECOND)(lambda _mine: held.append(only_of("odd").free_at))
    owe("slow", kind="slow")
    owe("odd", kind="odd")

    turn(context, {})
    DUTIES.pop("odd")

    assert held[0] <= clock.now() + 5 * SECOND


def only_of(kind):
    return db.session.scalars(select(Promise).where(Promise.kind == kind)).one()


def test_mail_and_pushes_end_before_their_hold_does():
    patience = dict.fromkeys(("mail", "letter"), outgoing.WHOLE_PATIENCE)
    patience |= dict.fromkeys(("deliver", "deliver_news"), webpush.WHOLE_PATIENCE)
    for kind, longest in patience.items():
        assert longest < DUTIES[kind].lease.total_seconds() < longest + 20
    assert DUTIES["mail"].places < sending.PLACES


def test_a_process_that_ends_hands_back_what_it_holds(context, kept, monkeypatch):
    monkeypatch.setattr(holding, "ends", Event())
    owe()
    [mine] = taking.take(["note"])

    holding.hand_back()

    assert (only().hold, only().free_at <= clock.now()) == (None, True)
    assert keeping.keep(mine) is False, "it is not its own any more"
    assert keeping.keep_due(context) == 1


def test_what_was_kept_is_not_handed_back(context, kept, monkeypatch):
    monkeypatch.setattr(holding, "ends", Event())
    monkeypatch.setattr(holding, "_here", {})  # others took what they never kept
    owe()
    keeping.keep_due(context)

    holding.hand_back()

    assert only().kept_at is not None
    assert holding._here == {}


def test_a_step_that_fails_is_tried_again_within_ten_seconds_for_ever(context):
    tried = keeping.Held(1, "hand_on", "k", "a", clock.now(), 15, "h", clock.now())

    assert keeping._pause(tried) <= 10 * SECOND


def test_what_waits_for_others_alone_may_be_late_without_alarm():
    assert {one.kind for one in DUTIES.values() if one.outside} == OUTSIDE
