"""How far a member has read, and which circle the big button calls."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accountability.circles import access, services
from accountability.core.errors import Gone
from tests.cast import join, make_circle


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=6))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_mark_never_goes_back_nor_beyond_what_there_is(context, cast, seqs):
    ben = cast.member("Ben")
    before = ben.looked_seq

    for seq in seqs:
        services.look(ben, seq)

    assert ben.looked_seq == max(before, min(max(seqs), ben.circle.stream.head))


def test_words_of_a_friend_are_unread_until_looked_at(app, cast):
    with app.app_context():
        circle = cast.circle()
        address = f"/circles/{circle.public_id}"
        services.look(cast.member("Ben"), circle.stream.head)
        services.post_message(cast.member("Ana"), "Lake at ten?")
        head = circle.stream.head
    ben = cast.browser("Ben")

    room = ben.get(address).get_data(as_text=True)
    ben.post(f"{address}/looks", seq=str(head))

    assert "new since you looked" in room
    assert "new since you looked" not in ben.get(address).get_data(as_text=True)


def test_own_words_are_not_news(app, cast):
    with app.app_context():
        circle, ben = cast.circle(), cast.member("Ben")
        services.look(ben, circle.stream.head)
        services.post_message(ben, "Lake at ten?")
        address = f"/circles/{circle.public_id}"

        assert ben.looked_seq == circle.stream.head
    assert "new since you looked" not in cast.browser("Ben").get(address).get_data(as_text=True)


def test_looking_tells_nobody(context, cast):
    circle = cast.circle()
    head = circle.stream.head

    services.look(cast.member("Ben"), head)

    assert circle.stream.head == head


def test_a_mark_that_is_no_number_is_refused(app, cast):
    with app.app_context():
        looks = f"/circles/{cast.circle().public_id}/looks"
    ben = cast.browser("Ben")

    codes = [ben.post(looks, seq=seq).status_code for seq in ("", "-1", "x", "1e9", "9" * 40)]

    assert set(codes) == {422}


def test_nobody_looks_into_a_circle_they_left(context, cast):
    ben = cast.member("Ben")
    services.leave(ben)

    with pytest.raises(Gone):
        services.look(ben, 3)


def test_the_big_button_calls_the_circle_chosen_last(context, cast):
    first = cast.member("Ben")
    other = join(make_circle(cast.account("Cleo"), "Harbour"), cast.account("Ben"))
    assert access.default_member(first.account_id) == first

    services.choose_default(other)

    assert access.default_member(first.account_id) == other
    services.leave(other)
    assert access.default_member(first.account_id) == first
