"""How far a member has read, and which circle the big button calls."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accountability.circles import access, queries, services, unread
from accountability.circles.models import Role, Sharing
from accountability.core.errors import Gone
from accountability.streaks import services as streaks
from accountability.streaks.models import CheerWord
from accountability.urges import services as urges
from accountability.urges.choices import Outcome
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

        assert unread.with_news([ben]) == set()
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


def looked(cast, name="Ben"):
    member = cast.member(name)
    services.look(member, member.circle.stream.head)
    return member


def change_role(cast):
    services.change_role(cast.member("Ana"), cast.member("Mo"), Role.MEMBER)


def take_back_words(cast):
    ana = cast.member("Ana")
    services.delete_message(ana, services.post_message(ana, "said too soon"))


def hide_the_streak(cast):
    streaks.choose_sharing(cast.member("Ana"), Sharing.HIDDEN)


@pytest.mark.parametrize("act", [change_role, take_back_words, hide_the_streak])
def test_what_brings_no_words_is_not_news(context, cast, act):
    ben = looked(cast)
    before = ben.circle.stream.head

    act(cast)

    assert ben.circle.stream.head > before
    assert unread.with_news([ben]) == set()


def test_what_becomes_of_an_alert_is_not_news_but_the_alert_is(context, cast):
    ben, ana = looked(cast), cast.member("Ana")
    alert = urges.raise_alert(ana)
    assert unread.with_news([ben, ana]) == {ben.id}

    looked(cast)
    urges.claim(cast.member("Mo"), alert)
    urges.resolve(ana, alert, Outcome.HELD)
    urges.cheer_alert(cast.member("Mo"), alert, CheerWord.PROUD)

    assert unread.with_news([ben, ana]) == set()


def test_what_i_did_in_one_circle_is_not_my_news_in_another(context, cast):
    ana = cast.member("Ana")
    other = join(make_circle(cast.account("Cleo"), "Harbour"), cast.account("Ana"))

    urges.also_tell(ana, urges.raise_alert(ana), other.circle)

    host = next(member for member in other.friends if member.name == "Cleo")
    assert unread.with_news([other]) == set()
    assert unread.with_news([host]) == {host.id}


def test_the_line_stands_before_the_first_words_of_somebody_else(context, cast):
    ben = looked(cast)
    services.post_message(ben, "my own")
    change_role(cast)
    services.post_message(cast.member("Ana"), "not mine")

    room = queries.room_of(ben, None)

    assert [one.card.thing.text for one in room.timeline if one.first == room.new_from] == [
        "not mine"
    ]


def test_the_dots_show_words_and_nothing_else(app, cast):
    with app.app_context():
        looked(cast)
        change_role(cast)
    ben = cast.browser("Ben")
    quiet = ben.get("/circles").get_data(as_text=True)

    with app.app_context():
        services.post_message(cast.member("Ana"), "Lake at ten?")

    assert "row-new" not in quiet
    assert "row-new" in ben.get("/circles").get_data(as_text=True)
