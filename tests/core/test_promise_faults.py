"""What cannot be kept is tried again, and holds up nothing else."""

from __future__ import annotations

from accountability.core import clock, keeping
from accountability.core.promises import LASTS, Later, keeps
from tests.core.owing import SECOND, free_again, only, owe, take_all


def test_what_fails_is_tried_again_ever_later_and_parked_after_a_day(context, kept):
    tries, waits = [], []

    @keeps("odd", longest_pause=30 * LASTS)
    def odd(mine):
        tries.append(mine.tries)
        raise OSError("ana@example.org is not to be logged")

    owe(kind="odd")
    moment = clock.now()
    while only().parked_at is None:
        with clock.at(moment):
            keeping.keep_due(context)
        waits.append((only().free_at - moment).total_seconds())
        moment = only().free_at

    assert tries == list(range(len(tries)))
    assert all(2**n <= wait <= 2 ** (n + 1) for n, wait in enumerate(waits))
    assert len({wait / 2**n for n, wait in enumerate(waits)}) > 1, "all come again together"
    assert (moment > only().due_at + LASTS, only().fault) == (True, "OSError")


def test_what_was_due_while_nothing_was_kept_is_tried_as_often_as_all_else(context, kept):
    is_mended = []

    @keeps("odd")
    def odd(_mine):
        if not is_mended:
            raise OSError

    owe(kind="odd", after=-2 * LASTS)
    keeping.keep_due(context)
    assert only().parked_at is None
    moment = only().free_at
    is_mended.append(True)

    with clock.at(moment):
        assert keeping.keep_due(context) == 1


def test_holds_that_ran_out_and_being_told_to_come_later_are_no_tries(context, kept):
    owe()
    for _ in range(5):
        take_all()
        free_again()

    assert only().tries == 0


def test_the_log_says_what_failed_and_nobodys_words(context, kept, caplog):
    @keeps("odd")
    def odd(_mine):
        raise OSError("ana@example.org")

    owe(kind="odd")
    keeping.keep_due(context)

    assert "OSError" in caplog.text
    assert "ana@" not in caplog.text


def test_who_is_told_when_to_come_again_comes_then_and_counts_no_fault(context, kept):
    until = clock.now() + LASTS + SECOND

    @keeps("odd")
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
