"""A friend is asked to take an hour over, and only their yes changes the watch."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accountability.circles import services as circles
from accountability.core import clock
from accountability.core.errors import Gone, Refused
from accountability.core.extensions import db
from accountability.moderation import services as moderation
from accountability.watches import access, services
from accountability.watches.models import Swap
from tests.cast import make_circle
from tests.circles.kit import at_once
from tests.moderation.kit import ground
from tests.watches.kit import at, hour, told

TWO, NINE = 2, 9


@pytest.fixture
def asked(context, cast):
    """Ben has an hour, Mo another; Ben asks Mo."""
    with at():
        services.take_hour(cast.member("Ben"), hour(TWO))
        services.take_hour(cast.member("Mo"), hour(NINE))

        def ask(in_return_at=None, to="Mo"):
            return services.ask_swap(cast.member("Ben"), cast.member(to), hour(TWO), in_return_at)

        yield ask


def names_at(cast, number):
    db.session.rollback()
    return [member.name for member in access.on_watch_at(cast.circle(), hour(number))]


def test_a_yes_to_taking_over_moves_the_hour(asked, cast):
    services.accept_swap(cast.member("Mo"), asked())

    assert [names_at(cast, TWO), names_at(cast, NINE)] == [["Mo"], ["Mo"]]
    assert (told(cast, "Mo")[-1], told(cast, "Ben")[-1]) == ("swap_asked", "swap_taken")


def test_a_yes_to_an_exchange_moves_both(asked, cast):
    services.accept_swap(cast.member("Mo"), asked(hour(NINE)))

    assert [names_at(cast, TWO), names_at(cast, NINE)] == [["Mo"], ["Ben"]]


def test_a_no_changes_nothing_and_is_told(asked, cast):
    swap = asked(hour(NINE))
    services.decline_swap(cast.member("Mo"), swap)

    assert [names_at(cast, TWO), names_at(cast, NINE)] == [["Ben"], ["Mo"]]
    assert (swap.state, told(cast, "Ben")[-1]) == ("declined", "swap_declined")


def test_what_was_taken_back_cannot_be_answered(asked, cast):
    swap = asked()
    services.withdraw_swap(cast.member("Ben"), swap)

    with pytest.raises(Refused):
        services.accept_swap(cast.member("Mo"), swap)


def test_only_who_is_asked_says_yes_and_only_who_asked_takes_it_back(asked, cast):
    swap = asked()

    for verb, name in (
        (services.accept_swap, "Ben"),
        (services.accept_swap, "Ana"),
        (services.decline_swap, "Ana"),
        (services.withdraw_swap, "Mo"),
    ):
        with pytest.raises(Gone):
            verb(cast.member(name), swap)
    assert access.member_and_swap(cast.account("Ana").id, swap.public_id) is None
    assert access.member_and_swap(cast.account("Cleo").id, swap.public_id) is None


def test_nobody_gives_away_what_is_not_theirs_nor_asks_twice_nor_asks_a_stranger(asked, cast):
    with pytest.raises(Refused):
        asked(in_return_at=hour(NINE + 1))
    with pytest.raises(Refused):
        services.ask_swap(cast.member("Ana"), cast.member("Mo"), hour(TWO))
    stranger = make_circle(cast.account("Cleo"), name="Harbour").members[0]
    with pytest.raises(Gone):
        services.ask_swap(cast.member("Ben"), stranger, hour(TWO))
    asked()
    with pytest.raises(Refused):
        asked()


def test_who_was_asked_to_pause_rings_nobody_by_asking_and_may_give_it_back(asked, cast):
    until = clock.now() + timedelta(hours=1)
    moderation.mute(cast.member("Mo"), cast.member("Ben"), ground(), until)

    with pytest.raises(Refused, match="pause"):
        asked()

    assert "swap_asked" not in told(cast, "Mo")
    services.give_back(cast.member("Ben"), hour(TWO))
    assert names_at(cast, TWO) == []


def test_an_hour_given_back_meanwhile_is_not_handed_on(asked, cast):
    swap = asked()
    services.give_back(cast.member("Ben"), hour(TWO))

    with pytest.raises(Refused):
        services.accept_swap(cast.member("Mo"), swap)
    assert names_at(cast, TWO) == []


def test_nobody_says_yes_to_an_hour_that_is_over(asked, cast):
    swap = asked()

    with at(hours=TWO + 1), pytest.raises(Refused):
        services.accept_swap(cast.member("Mo"), swap)


@pytest.mark.parametrize("name", ["Ben", "Mo"])
def test_whoever_leaves_ends_what_they_asked_and_were_asked(asked, cast, name):
    swap = asked()
    circles.leave(cast.member(name))

    assert swap.state == "void"


def test_of_two_yeses_at_once_one_holds(app, cast, asked):
    ids = [asked().public_id, asked(to="Ana").public_id]

    def yes(name, swap_id):
        def run():
            with at():
                return services.accept_swap(*access.member_and_swap(cast.account(name).id, swap_id))

        return run

    db.session.rollback()
    answers = at_once(app, yes("Mo", ids[0]), yes("Ana", ids[1]))

    db.session.rollback()
    assert sorted(isinstance(one, Refused) for one in answers) == [False, True]
    assert len(names_at(cast, TWO)) == 1
    assert db.session.query(Swap).filter_by(ended_at=None).count() == 1
