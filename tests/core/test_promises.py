"""A promise is written with its cause, tried at least once, and takes effect once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from accountability.core import clock, keeping, promises
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.core.mail import Mail
from accountability.core.promises import KEEPERS, Late, Later, Promise, keeps, promise, withdraw

SECOND = timedelta(seconds=1)
ABOUT = "a" * 22


@pytest.fixture
def kept(context):
    """What a promise of the kind "note" wrote: a row each, with its key as the subject."""

    @keeps("note", most_tries=3)
    def note(mine):
        with quiet_change():
            db.session.add(Mail(address="x", body="x", subject=mine.key))

    yield lambda: list(db.session.scalars(select(Mail.subject).order_by(Mail.id)))
    KEEPERS.pop("note")
    KEEPERS.pop("odd", None)


def owe(key="one", kind="note", after=-SECOND):
    with quiet_change():
        promise(kind, ABOUT, key=key, due_at=clock.now() + after)


def only():
    db.session.rollback()
    return db.session.scalars(select(Promise).execution_options(populate_existing=True)).one()


def free_again():
    db.session.execute(update(Promise).values(free_at=clock.now() - SECOND))
    db.session.commit()


def take_all():
    return keeping.take(["note"])


def test_a_promise_is_kept_once_and_not_before_its_time(context, kept):
    owe("now")
    owe("later", after=60 * SECOND)

    assert [keeping.keep_due(context), keeping.keep_due(context)] == [1, 0]
    assert kept() == ["now"]


def test_the_oldest_is_kept_first(context, kept):
    for key, age in (("b", 2), ("a", 3), ("c", 1)):
        owe(key, after=-age * SECOND)

    keeping.keep_due(context)

    assert kept() == ["a", "b", "c"]


def test_a_transaction_that_fails_owes_nothing(context, kept):
    with pytest.raises(ZeroDivisionError), quiet_change():
        promise("note", ABOUT, key="one", due_at=clock.now())
        raise ZeroDivisionError

    assert keeping.keep_due(context) == 0


def test_the_same_key_is_owed_once_also_after_it_was_kept(context, kept):
    owe()
    owe()
    keeping.keep_due(context)
    owe()

    assert keeping.keep_due(context) == 0
    assert kept() == ["one"]


def test_what_is_withdrawn_is_not_kept(context, kept):
    owe()
    with quiet_change():
        withdraw("note", ABOUT)

    assert keeping.keep_due(context) == 0


def test_what_one_holds_nobody_else_takes_until_the_hold_ends(context, kept):
    owe()

    first, second = take_all(), take_all()
    with clock.at(clock.now() + KEEPERS["note"].lease + SECOND):
        third = take_all()

    assert [len(first), len(second), len(third)] == [1, 0, 1]


def test_who_lost_the_hold_changes_nothing(context, kept):
    owe()
    (slow,) = take_all()
    free_again()
    (other,) = take_all()

    assert keeping.keep(slow) is False
    assert kept() == []
    assert keeping.keep(other) is True
    assert kept() == ["one"]


def test_who_comes_after_it_was_kept_changes_nothing(context, kept):
    owe()
    (slow,) = take_all()
    free_again()
    keeping.keep_due(context)

    assert keeping.keep(slow) is False
    assert kept() == ["one"]


def test_a_keeper_whose_mark_is_lost_rolls_its_effect_back(context, kept):
    owe()
    (mine,) = take_all()
    free_again()
    take_all()
    token = promises.held.set(mine)

    with pytest.raises(Late), quiet_change():
        db.session.add(Mail(address="x", body="x", subject="never"))
    promises.held.reset(token)

    assert kept() == []


def test_what_fails_is_tried_again_ever_later_and_parked_at_last(context, kept):
    tries = []

    @keeps("odd", most_tries=3)
    def odd(mine):
        tries.append(mine.tries)
        raise OSError("ana@example.org is not to be logged")

    owe(kind="odd")
    waits = []
    for _ in range(5):
        keeping.keep_due(context)
        waits.append((only().free_at - clock.now()).total_seconds())
        free_again()

    assert tries == [1, 2, 3]
    assert 0 < waits[0] <= 2
    assert waits[0] < waits[1] <= 4
    assert (only().parked_at is not None, only().fault) == (True, "OSError")


def test_the_log_says_what_failed_and_nobodys_words(context, kept, caplog):
    @keeps("odd")
    def odd(_mine):
        raise OSError("ana@example.org")

    owe(kind="odd")
    keeping.keep_due(context)

    assert "OSError" in caplog.text
    assert "ana@" not in caplog.text


def test_who_is_told_when_to_come_again_comes_then_and_counts_no_fault(context, kept):
    until = clock.now() + 90 * SECOND

    @keeps("odd", most_tries=1)
    def odd(_mine):
        raise Later(until)

    owe(kind="odd")
    keeping.keep_due(context)

    assert (only().free_at, only().parked_at, only().fault) == (until, None, None)


def test_what_fails_holds_up_nothing_else(context, kept):
    @keeps("odd")
    def odd(_mine):
        raise OSError

    owe("bad", kind="odd", after=-5 * SECOND)
    owe("good")

    assert keeping.keep_due(context) == 1
    assert kept() == ["good"]


def test_what_is_not_wanted_any_more_is_at_its_end(context, kept):
    @keeps("odd")
    def odd(_mine):
        return None

    owe(kind="odd")

    assert [keeping.keep_due(context), keeping.keep_due(context)] == [1, 0]


def test_a_kind_that_this_service_cannot_keep_waits(context, kept):
    able = []

    @keeps("odd", can=lambda _app: bool(able))
    def odd(_mine):
        return None

    owe(kind="odd")
    first = keeping.keep_due(context)
    able.append(True)

    assert (first, keeping.keep_due(context)) == (0, 1)


def test_what_was_kept_long_ago_is_forgotten(context, kept):
    owe("old")
    keeping.keep_due(context)
    owe("owed", after=60 * SECOND)

    keeping.forget_kept(clock.now() + SECOND)

    assert db.session.scalar(select(func.count(Promise.id))) == 1
