"""A promise is written with its cause, and takes effect once."""

from __future__ import annotations

import pytest
from sqlalchemy import event, func, select

from accountability.core import clock, keeping, promises, taking
from accountability.core.change import change, quiet_change, written
from accountability.core.extensions import db
from accountability.core.mail import Mail
from accountability.core.promises import (
    DUTIES,
    Late,
    Promise,
    keeps,
    promise,
    promise_instead,
)
from tests.circles.kit import at_once
from tests.core.owing import ABOUT, SECOND, free_again, owe, take_all


def test_a_promise_is_kept_once_and_not_before_its_time(context, kept):
    owe("now")
    owe("later", after=60 * SECOND)

    assert [keeping.keep_due(context), keeping.keep_due(context)] == [1, 0]
    assert kept() == ["now"]


def test_the_oldest_is_kept_first(context, kept):
    for key, age in (("b", 2), ("a", 3), ("c", 1)):
        owe(key, after=-age * SECOND, about=key)

    keeping.keep_due(context)

    assert kept() == ["a", "b", "c"]


def test_a_transaction_that_fails_owes_nothing(context, kept):
    with pytest.raises(ZeroDivisionError), quiet_change():
        promise("note", ABOUT, key="one", due_at=clock.now())
        raise ZeroDivisionError

    assert keeping.keep_due(context) == 0


@pytest.mark.parametrize("kept_part", [True, False])
def test_whoever_keeps_promises_is_woken_once_all_of_it_is_committed(context, kept, kept_part):
    with quiet_change():
        promise("note", ABOUT, key="first", due_at=clock.now())
        promises.news.clear()
        with written(kept=kept_part):
            promise("note", ABOUT, key="second", due_at=clock.now())
        before = promises.news.is_set()

    assert (before, promises.news.is_set()) == (False, True)


def test_the_same_key_is_owed_once_also_after_it_was_kept(context, kept):
    owe()
    owe()
    keeping.keep_due(context)
    owe()

    assert keeping.keep_due(context) == 0
    assert kept() == ["one"]


def test_what_is_owed_instead_takes_the_place_of_all_that_nobody_is_about_to_keep(context, kept):
    owe("held")
    (held,) = take_all()
    owe("idle")
    owe("later", after=60 * SECOND)
    owe("another's", about="b" * 22)
    with quiet_change():
        promise_instead("note", ABOUT, key="new", due_at=clock.now())

    assert keeping.keep(held)
    with clock.at(clock.now() + 61 * SECOND):
        keeping.keep_due(context)
    assert sorted(kept()) == ["another's", "held", "new"]


def test_what_one_holds_nobody_else_takes_until_the_hold_ends(context, kept):
    owe()

    first, second = take_all(), take_all()
    with clock.at(clock.now() + DUTIES["note"].lease + SECOND):
        third = take_all()

    assert [len(first), len(second), len(third)] == [1, 0, 1]


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_who_takes_while_another_takes_gets_the_rest_and_waits_for_nobody(context, kept):
    owe("first", after=-9 * SECOND)
    owe("second", about="another thing")
    with db.engine.begin() as other:
        first = select(Promise.id).where(Promise.key == "first").with_for_update()
        assert other.scalar(first), "the other taker is about to hold it"
        taken = take_all()

    assert [mine.key for mine in taken] == ["second"]
    assert [mine.key for mine in take_all()] == ["first"]


def test_who_lost_the_hold_changes_nothing(context, kept):
    owe()
    (slow,) = take_all()
    free_again()
    (other,) = take_all()

    assert keeping.keep(slow) is False
    assert kept() == []
    assert keeping.keep(other) is True
    assert kept() == ["one"]


every_way = pytest.mark.parametrize("writing", [quiet_change, change])


@every_way
def test_a_second_effect_of_one_promise_is_refused(context, kept, writing):
    @keeps("odd")
    def odd(_mine):
        for word in ("first", "second"):
            with writing():
                db.session.add(Mail(address="x", body="x", subject=word))

    owe(kind="odd")
    keeping.keep_due(context)

    assert kept() == ["first"]


def test_the_same_key_from_two_at_once_is_owed_once(app, context, kept):
    at_once(app, owe, owe)

    assert keeping.keep_due(context) == 1


def test_who_comes_after_it_was_kept_changes_nothing(context, kept):
    owe()
    (slow,) = take_all()
    free_again()
    keeping.keep_due(context)

    assert keeping.keep(slow) is False
    assert kept() == ["one"]


@every_way
def test_a_keeper_whose_mark_is_lost_rolls_its_effect_back(context, kept, writing):
    owe()
    (mine,) = take_all()
    free_again()
    take_all()
    token = promises.held.set(mine)

    with pytest.raises(Late), writing():
        db.session.add(Mail(address="x", body="x", subject="never"))
    promises.held.reset(token)

    assert kept() == []


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


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_look_reads_no_more_than_what_is_due_however_much_is_owed_or_was_kept(context, kept):
    plans = []

    def note(connection, _cursor, statement, values, *_more):
        if "promises" in statement and not statement.startswith("EXPLAIN"):
            found = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            plans.append(" ".join(row[-1] for row in found))

    owe()
    event.listen(db.engine, "before_cursor_execute", note)
    taking.due(["note"])
    take_all()
    event.remove(db.engine, "before_cursor_execute", note)

    due, take = plans
    assert "ix_promises_owed (kind=? AND free_at<?)" in due
    assert "ix_promises_owed (kind=? AND free_at<?)" in take
    assert "promises_1 USING INDEX ix_promises_about (about=? AND kind=?)" in take
