"""A bare night is asked about once, at seven where each lives; and screens hear of the watch."""

from __future__ import annotations

import pytest

from accountability.accounts import services as accounts
from accountability.circles import services as circles
from accountability.core import clock
from accountability.core.extensions import db
from accountability.core.streams import Entry
from accountability.watches import access, services
from tests.cast import join
from tests.watches.kit import HOUR, NOON, SATURDAY, SUNDAY, at, hour, keep_due, live_in, offer, told

NIGHT = [(SATURDAY, 22), (SATURDAY, 23), *((SUNDAY, number) for number in range(8))]
pytestmark = pytest.mark.usefixtures("context")


def asked(cast, *names):
    return [told(cast, name).count("night_is_bare") for name in names or ("Ana", "Ben", "Mo")]


@pytest.fixture
def watched(app, cast):
    """A circle that keeps a watch; time goes on as it is told to."""
    with at():
        offer(cast, "Ben", (SATURDAY, 22))

    def go_on(hours, minutes=0):
        with at(hours, minutes):
            keep_due(app)

    return go_on


def test_everybody_is_asked_at_seven_and_never_twice_for_one_night(watched, cast):
    watched(6, 59)
    before = asked(cast)
    watched(7)
    at_seven = asked(cast)
    watched(9)
    watched(14)

    assert [before, at_seven, asked(cast)] == [[0, 0, 0], [1, 1, 1], [1, 1, 1]]
    watched(7 + 24)
    assert asked(cast) == [2, 2, 2]


def test_each_is_asked_where_they_live_by_then(watched, cast):
    live_in(cast, "Ana", "America/New_York")
    live_in(cast, "Mo", "Asia/Tokyo")

    watched(7)
    first = asked(cast)
    watched(12)

    assert [first, asked(cast)] == [[0, 1, 0], [1, 1, 0]]  # in Tokyo it was four in the morning
    watched(24 - 2)
    assert asked(cast) == [1, 1, 1]


def test_nobody_is_asked_when_the_night_was_covered_meanwhile(watched, cast):
    with at(hours=5):
        offer(cast, "Mo", *NIGHT)
    watched(7)

    assert asked(cast) == [0, 0, 0]


def test_nobody_is_asked_once_the_last_hour_was_given_back(watched, cast):
    with at(hours=5):
        services.give_back(cast.member("Ben"), hour(10))
        offer(cast, "Ben")
    watched(7)

    assert asked(cast) == [0, 0, 0]


def test_who_hushed_it_left_or_is_alone_is_not_asked(watched, cast):
    with at(hours=5):
        services.choose_evenings(cast.member("Ana"), asks=False)
        circles.leave(cast.member("Mo"))
    watched(7)
    first = asked(cast)
    with at(hours=8):
        services.choose_evenings(cast.member("Ana"), asks=True)
        circles.leave(cast.member("Ben"))
    watched(7 + 24)

    assert [first, asked(cast)] == [[0, 1, 0], [0, 1, 0]]


def test_who_comes_later_is_asked_too_and_a_circle_without_a_watch_is_not(app, cast, watched):
    with at(hours=5):
        join(cast.circle(), cast.account("Noor"))
    watched(7)
    first = asked(cast, "Noor")
    with at(hours=8):
        offer(cast, "Ben")
    watched(7 + 24)

    assert [first, asked(cast, "Noor", "Ana")] == [[1], [1, 1]]


def test_a_question_that_comes_too_late_is_left_for_the_next_evening(watched, cast):
    watched(13)
    late = asked(cast)
    watched(7 + 24)

    assert [late, asked(cast)] == [[0, 0, 0], [1, 1, 1]]


def cards(cast):
    circle = cast.circle()
    query = db.session.query(Entry).filter_by(stream_id=circle.stream_id, kind="watch")
    return query.count()


def test_screens_hear_when_a_watch_begins_and_ends_and_not_in_between(watched, cast):
    before = cards(cast)
    counts = []
    for hours in (9, 10, 10.5, 11, 12):
        watched(hours)
        counts.append(cards(cast) - before)

    assert counts == [0, 1, 1, 2, 2]
    watched(10 + 7 * 24)
    assert cards(cast) - before == 3


def test_screens_hear_at_once_of_another_zone(app, watched, cast):
    before = cards(cast)
    ben = cast.account("Ben")
    with at(hours=1):
        accounts.change_settings(ben, name="Ben", zone="Asia/Tokyo", language="en", theme=None)
        keep_due(app)

    assert cards(cast) == before + 1
    with at(1, 1):
        accounts.change_settings(ben, name="Benno", zone="Asia/Tokyo", language="en", theme=None)
        keep_due(app)
    assert cards(cast) == before + 1, "no other zone, no other hours"
    with clock.at(NOON + HOUR):
        assert [one.name for one in access.on_watch_at(cast.circle(), hour(1))] == ["Ben"]
