"""Counting days, by table and by property."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.streaks import counting
from accountability.streaks.calendar import WEEKS, weeks

TODAY = date(2026, 7, 14)
days_back = st.integers(0, 4000)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("started", "slips", "days", "best", "total"),
    [
        (0, [], 0, 0, 0),
        (1, [], 1, 1, 1),
        (23, [], 23, 23, 23),
        (23, [23], 23, 23, 22),
        (10, [0], 0, 10, 10),
        (10, [3], 3, 7, 9),
        (30, [20, 5], 5, 15, 28),
        (30, [20, 20], 20, 20, 29),
        (-3, [], 0, 0, 0),
        (5, [9], 5, 5, 5),
    ],
)
def test_a_journey_counts_whole_days(started, slips, days, best, total):
    streak = counting.streak(ago(started), [ago(slip) for slip in slips], TODAY)

    assert (streak.days, streak.best, streak.total) == (days, best, total)


@given(days_back, st.lists(days_back))
def test_no_count_is_ever_negative_or_longer_than_the_journey(started, slips):
    streak = counting.streak(ago(started), [ago(slip) for slip in slips], TODAY)

    assert 0 <= streak.days <= streak.best <= started
    assert 0 <= streak.total <= started


@given(days_back, st.lists(days_back), st.randoms())
def test_order_and_repeats_of_slips_do_not_matter(started, slips, random):
    given_days = [ago(slip) for slip in slips]
    shuffled = given_days * 2
    random.shuffle(shuffled)

    assert counting.streak(ago(started), given_days, TODAY) == counting.streak(
        ago(started), shuffled, TODAY
    )


@given(days_back, st.lists(days_back))
def test_a_day_without_a_slip_adds_exactly_one(started, slips):
    today = counting.streak(ago(started), [ago(slip) for slip in slips], TODAY)
    tomorrow = counting.streak(
        ago(started), [ago(slip) for slip in slips], TODAY + timedelta(days=1)
    )

    assert tomorrow.days == today.days + 1


@given(st.integers(0, 10_000))
def test_a_rough_streak_never_tells_a_number(days):
    word = counting.rough(days)

    assert not any(letter.isdigit() for letter in word)


@pytest.mark.parametrize(
    ("days", "reached", "coming"),
    [(0, [], 1), (7, [1, 3, 7], 14), (400, [1, 3, 7, 14, 30, 60, 90], None)],
)
def test_milestones_are_reached_in_their_order(days, reached, coming):
    streak = counting.streak(ago(days), [], TODAY)

    assert counting.reached(days) == reached
    assert streak.next_milestone == coming
    assert 0 <= streak.fraction <= 1


@pytest.mark.parametrize(
    ("days", "fraction"), [(0, 0), (1, 1), (2, 0.5), (7, 1), (8, 1 / 7), (500, 1)]
)
def test_the_ring_closes_on_the_day_of_a_milestone(days, fraction):
    assert counting.streak(ago(days), [], TODAY).fraction == pytest.approx(fraction)


@given(days_back, st.lists(days_back))
def test_the_calendar_has_a_square_for_each_day_and_none_for_tomorrow(started, slips):
    squares = weeks(ago(started), [ago(slip) for slip in slips], TODAY)

    shown = [day for week in squares for day in week if day]
    assert len(squares) == WEEKS
    assert shown[-1].on == TODAY
    assert all(
        day.state == "before"
        for day in shown
        if day.on < ago(started) and day.on not in {ago(s) for s in slips}
    )
