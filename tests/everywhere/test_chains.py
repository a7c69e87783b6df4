"""What renews itself goes on for ever, also when the clock steps back while it is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from accountability.core import clock, keeping, taking
from accountability.core.extensions import db
from accountability.core.promises import Promise
from accountability.streaks import services as streaks
from accountability.watches import services as watches
from tests.cast import make_account, make_circle

MILLISECOND = timedelta(milliseconds=1)
STEPS_BACK = pytest.mark.parametrize("back", [0, 5, 3_600_000])


def due(kind):
    db.session.rollback()
    owed = (Promise.kind == kind, Promise.kept_at.is_(None))
    return list(db.session.scalars(select(Promise.due_at).where(*owed)))


def keep_with_a_step(kind, moment, back):
    """Take what is due then, and keep it by a clock that is so many milliseconds behind."""
    with clock.at(moment + MILLISECOND):
        taken = taking.take([kind])
    with clock.at(moment + MILLISECOND - back * MILLISECOND):
        return [keeping.keep(one) for one in taken]


@STEPS_BACK
def test_a_midnight_is_followed_by_the_next(context, back):
    zoe = make_account("Zoe", zone="UTC")
    make_circle(zoe)
    streaks.begin_journey(zoe, clock.today_in("UTC"))
    [midnight] = due("midnight")

    assert keep_with_a_step("midnight", midnight, back) == [True]
    assert due("midnight") == [midnight + timedelta(days=1)]


@STEPS_BACK
@pytest.mark.parametrize("kind", ["watch_moves", "watch_evening"])
def test_a_watch_that_moved_moves_again(context, cast, kind, back):
    later = clock.now() + timedelta(hours=3)
    watches.offer_hours(cast.member("Ben"), [(later.weekday(), later.hour)])
    moment = min(due(kind))
    others = len(due(kind)) - 1

    kept = keep_with_a_step(kind, moment, back)

    assert all(kept) and kept
    assert len(due(kind)) == others + 1
    assert max(due(kind)) > moment
