"""The rules by which an alert is handed on, by table and by property."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.urges.ladder import (
    EVERYONE_BOUNDS,
    NEXT_BOUNDS,
    TAKE_BACK,
    USUAL,
    Hearer,
    Pace,
    StepKind,
    first_of_round,
    kind_of,
    named,
    order,
    stands_in,
    step,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LAPSES_AFTER = timedelta(hours=12)


@st.composite
def paces(draw):
    next_after = draw(st.timedeltas(*NEXT_BOUNDS))
    least, most = EVERYONE_BOUNDS
    return Pace(next_after, draw(st.timedeltas(max(least, next_after), most)))


hearers = st.lists(
    st.builds(
        Hearer,
        member_id=st.integers(1, 40),
        is_first_friend=st.booleans(),
        is_on_watch=st.booleans(),
        has_declined=st.booleans(),
        carried=st.integers(0, 9),
    ),
    max_size=11,
    unique_by=lambda one: one.member_id,
)


@pytest.mark.parametrize(
    ("number", "kind", "seconds"),
    [
        (0, "first", 5),
        (1, "ring", 30),
        (2, "next", 60),
        (3, "everyone", 120),
        (4, "again", 420),
        (5, "again", 720),
        (8, "again", 120 + 2400 + 3600),
    ],
)
def test_the_usual_steps_after_a_press(number, kind, seconds):
    made = step(number, NOON)

    assert (made.kind, (made.at - NOON).total_seconds()) == (kind, seconds)


@pytest.mark.parametrize(
    ("made", "kind"),
    [([], "first"), ([0], "next"), ([0, 1], "next"), ([0, 1, 2], "everyone"), ([3], "again")],
)
def test_a_round_goes_on_where_the_one_before_it_ended(made, kind):
    first = first_of_round(made)
    begun = step(first, NOON, is_press=False, first=first)

    assert (begun.kind, begun.at) == (kind, NOON)


@given(st.lists(st.integers(0, 60), max_size=9))
def test_a_round_asks_somebody_at_once_and_everyone_again_before_long(made):
    first = first_of_round(made)
    coming = [step(first + n, NOON, is_press=False, first=first) for n in range(2)]

    assert coming[0].at == NOON and coming[0].kind is not StepKind.RING
    assert coming[1].at - NOON <= timedelta(minutes=5)


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        ([], "first"),
        ([0], "next"),
        ([0, 1, 2], "everyone"),
        ([0, 2, 3], "first"),
        ([3, 4], "first"),
    ],
)
def test_still_alone_goes_on_and_begins_anew_only_after_everyone_was_asked(made, kind):
    assert kind_of(first_of_round(made, is_call=True)) == kind


def test_a_round_that_no_press_began_asks_at_once_and_goes_on_as_after_the_first_of_a_press():
    pressed = step(0, NOON).at
    assert step(0, NOON, is_press=False).at == NOON
    for number in range(1, 6):
        assert step(number, NOON, is_press=False).at - NOON == step(number, NOON).at - pressed


@pytest.mark.parametrize("first", range(5))
def test_a_press_asks_somebody_once_it_cannot_be_taken_back_wherever_its_round_begins(first):
    assert step(first, NOON, first=first).at == NOON + TAKE_BACK


def reached(pace, calls):
    """When each step up to everyone, or one after it, is made for who calls again like this."""
    since, is_press, first, made, at = NOON, True, 0, [], {}
    while len(at) < 4:
        number = max(made[-1] + 1 if made and made[-1] >= first else first, first)
        due = step(number, since, pace, is_press=is_press, first=first).at
        if calls and calls[0] < due:
            since, is_press = calls.pop(0), False
            first = first_of_round(made, is_call=True)
            continue
        made.append(number)
        for passed in range(number + 1):
            at.setdefault(passed, due)
    return at


@given(paces(), st.lists(st.floats(0, 700), max_size=40))
def test_no_rhythm_of_still_alone_makes_any_step_later(pace, calls):
    called = reached(pace, [NOON + timedelta(seconds=one) for one in sorted(calls)])
    waited = reached(pace, [])

    assert all(called[number] <= waited[number] for number in range(4))


@given(paces(), st.integers(0, 60), st.booleans())
def test_time_never_runs_backwards(pace, number, is_press):
    earlier, later = (step(n, NOON, pace, is_press=is_press) for n in (number, number + 1))

    assert earlier.at <= later.at


@given(paces(), st.booleans())
def test_until_it_lapses_there_is_always_a_next_step_within_the_hour(pace, is_press):
    moment, number = NOON, 0
    while moment < NOON + LAPSES_AFTER:
        following = step(number, NOON, pace, is_press=is_press).at
        assert following - moment <= timedelta(hours=1)
        moment, number = following, number + 1

    assert number < 30, "nobody is asked without end"


@pytest.mark.parametrize(
    ("next_after", "everyone_after"), [(29, 120), (181, 240), (60, 59), (60, 601), (90, 80)]
)
def test_no_circle_chooses_a_pace_that_leaves_somebody_alone(next_after, everyone_after):
    with pytest.raises(ValueError, match="asked after"):
        Pace(timedelta(seconds=next_after), timedelta(seconds=everyone_after))


def test_whom_the_author_chose_is_asked_first_then_who_is_on_watch_then_who_carried_least():
    carried = [Hearer(1, carried=3), Hearer(2, carried=1)]
    watching, chosen = Hearer(3, is_on_watch=True, carried=9), Hearer(4, is_first_friend=True)

    assert order([*carried, watching, chosen]) == [4, 3, 2, 1]


def test_each_step_names_another_friend_until_all_were_asked():
    friends = [Hearer(1), Hearer(2)]

    assert named(StepKind.FIRST, friends, []) == 1
    assert named(StepKind.NEXT, friends, [1]) == 2
    assert named(StepKind.AGAIN, friends, [1, 2]) == 1


@given(hearers, st.sets(st.integers(1, 40)), st.sampled_from(StepKind))
def test_only_somebody_who_hears_it_is_named_and_nobody_twice_before_all(friends, asked, kind):
    found = named(kind, friends, asked)

    ids = {one.member_id for one in friends}
    if kind in ("ring", "everyone") or not ids:
        assert found is None
    else:
        assert found in ids
        assert found not in asked or ids <= asked


@given(hearers)
def test_the_order_does_not_depend_on_how_friends_are_told(friends):
    assert order(friends) == order(reversed(friends))
    assert sorted(order(friends)) == sorted(one.member_id for one in friends)


@given(hearers, st.sets(st.integers(1, 40)), st.sampled_from(StepKind))
def test_whom_a_step_names_never_depends_on_who_said_that_they_cannot(friends, asked, kind):
    able = [replace(one, has_declined=False) for one in friends]

    assert named(kind, friends, asked) == named(kind, able, asked)


@pytest.mark.parametrize(
    ("name", "unable", "rung"),
    [
        (1, (), 1),
        (1, (1,), 2),
        (1, (1, 2), 3),
        (2, (1, 2), 3),
        (3, (3,), 1),
        (2, (1, 3), 2),
        (1, (1, 2, 3), None),
        (None, (1,), None),
    ],
)
def test_for_who_cannot_the_next_in_order_who_can_is_rung(name, unable, rung):
    friends = [Hearer(one, has_declined=one in unable) for one in (3, 1, 2)]

    assert stands_in(name, friends) == rung


def test_the_usual_pace_is_one_that_may_be_chosen():
    assert Pace() == USUAL
