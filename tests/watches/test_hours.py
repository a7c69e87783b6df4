"""Offering hours, taking one, giving one back: one's own alone, and nothing twice."""

from __future__ import annotations

import pytest

from accountability.circles import services as circles
from accountability.circles.models import Departure
from accountability.core.change import change
from accountability.core.errors import Gone, Refused
from accountability.core.extensions import db
from accountability.urges import services as urges
from accountability.watches import access, services
from accountability.watches.models import WatchHour
from tests.cast import join, make_circle
from tests.watches.kit import NOON, SATURDAY, SUNDAY, at, hour, live_in, offer

pytestmark = pytest.mark.usefixtures("context")


def names_at(cast, moment):
    db.session.rollback()
    return [member.name for member in access.on_watch_at(cast.circle(), moment)]


def test_who_offers_an_hour_is_on_watch_in_it_every_week(cast):
    with at():
        offer(cast, "Ben", (SATURDAY, 14))

        moments = [hour(1), hour(2), hour(3), hour(2 + 7 * 24)]
        assert [names_at(cast, one) for one in moments] == [[], ["Ben"], [], ["Ben"]]


def test_hours_are_those_of_the_members_own_zone(cast):
    live_in(cast, "Ben", "America/New_York")
    with at():
        offer(cast, "Ben", (SATURDAY, 9))

        assert [names_at(cast, hour(number)) for number in (2, -3)] == [["Ben"], []]


def test_another_week_withdraws_what_is_not_in_it_and_keeps_the_rest(cast):
    with at():
        offer(cast, "Ben", (SATURDAY, 14), (SATURDAY, 15))
        kept = db.session.query(WatchHour).filter_by(hour=15).one().id
    with at(hours=1):
        offer(cast, "Ben", (SATURDAY, 15), (SUNDAY, 2))

        standing = access.standing_hours(cast.member("Ben"))
        assert [(one.weekday, one.hour) for one in standing] == [(SATURDAY, 15), (SUNDAY, 2)]
        assert kept in {one.id for one in standing}
        assert names_at(cast, hour(2)) == []


def test_offering_and_withdrawing_without_end_leaves_nothing(cast):
    with at():
        for _again in range(5):
            offer(cast, "Ben", (SATURDAY, 14), (SATURDAY, 15))
            offer(cast, "Ben", (SATURDAY, 15))

        assert db.session.query(WatchHour).count() == 1


def test_more_than_half_a_week_is_refused(cast):
    every = [(weekday, number) for weekday in range(7) for number in range(24)]

    with pytest.raises(Refused):
        offer(cast, "Ben", *every[: services.MOST_HOURS + 1])
    offer(cast, "Ben", *every[: services.MOST_HOURS])


def test_one_hour_is_taken_and_given_back_and_the_week_stays(cast):
    with at():
        offer(cast, "Ben", (SATURDAY, 14))
        services.take_hour(cast.member("Mo"), hour(2))
        services.give_back(cast.member("Ben"), hour(2))

        assert [names_at(cast, hour(number)) for number in (2, 2 + 7 * 24)] == [["Mo"], ["Ben"]]

        services.take_hour(cast.member("Ben"), hour(2))
        services.give_back(cast.member("Mo"), hour(2))
        assert names_at(cast, hour(2)) == ["Ben"]


@pytest.mark.parametrize("number", [-1, 49])
def test_an_hour_that_is_over_or_far_away_is_refused(cast, number):
    with at(), pytest.raises(Refused):
        services.take_hour(cast.member("Ben"), hour(number))


def test_the_hour_under_way_can_be_taken_and_half_an_hour_cannot(cast):
    with at(minutes=50):
        services.take_hour(cast.member("Ben"), NOON)

        assert names_at(cast, hour(0.9)) == ["Ben"]
        with pytest.raises(Refused):
            services.take_hour(cast.member("Ben"), hour(0.5))


def test_what_is_not_ones_own_cannot_be_given_back(cast):
    with at():
        offer(cast, "Ben", (SATURDAY, 14))

        with pytest.raises(Refused):
            services.give_back(cast.member("Mo"), hour(2))
        assert names_at(cast, hour(2)) == ["Ben"]


def test_whoever_left_is_on_watch_no_more_nor_after_coming_back(cast):
    with at():
        offer(cast, "Ben", (SATURDAY, 14))
        services.take_hour(cast.member("Ben"), hour(3))
        circles.leave(cast.member("Ben"))
        gone = [names_at(cast, hour(number)) for number in (2, 3)]
        join(cast.circle(), cast.account("Ben"))

        assert gone == [names_at(cast, hour(number)) for number in (2, 3)] == [[], []]
        assert db.session.query(WatchHour).filter_by(withdrawn_at=None).all() == []


def test_a_removed_member_offers_and_takes_nothing(cast):
    ben = cast.member("Ben")
    with change(ben.circle.stream):
        ben.depart(Departure.REMOVED)

    with at(), pytest.raises(Gone):
        services.offer_hours(ben, [(SATURDAY, 14)])
    with at(), pytest.raises(Gone):
        services.take_hour(ben, hour(2))


def test_the_watch_of_another_circle_is_another(cast):
    other = make_circle(cast.account("Cleo"), name="Harbour")
    with at():
        services.take_hour(next(iter(other.members)), hour(2))

        assert names_at(cast, hour(2)) == []
        assert [one.name for one in access.on_watch_at(other, hour(2))] == ["Cleo"]


def test_what_was_carried_counts_hours_and_alerts_that_were_taken(cast):
    with at():
        offer(cast, "Ben", *((SATURDAY, number) for number in range(13, 18)))
        offer(cast, "Mo", (SUNDAY, 9))
    with at(hours=10):
        urges.claim(cast.member("Mo"), urges.raise_alert(cast.member("Ana")))
        offer(cast, "Ben")
    with at(hours=24):
        ids = {name: cast.member(name).id for name in ("Ana", "Ben", "Mo")}
        carried = access.carried_since(cast.circle(), NOON)

        assert carried == {ids["Ana"]: 0, ids["Ben"]: 5, ids["Mo"]: 1 + access.ALERT_COUNTS}
        assert access.carried_since(cast.circle(), hour(16))[ids["Ben"]] == 0


def test_what_nobody_counts_any_more_is_forgotten(cast):
    with at():
        offer(cast, "Ben", (SATURDAY, 14), (SATURDAY, 15))
        services.take_hour(cast.member("Mo"), hour(2))
        offer(cast, "Ben", (SATURDAY, 15))
    with at(hours=61 * 24):
        services.forget_old()

        assert [one.hour for one in db.session.query(WatchHour)] == [15]
        assert access.single_hour(cast.member("Mo"), hour(2)) is None
