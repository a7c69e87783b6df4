"""Roles, leaving, closing: a circle that is open always has one host."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accountability.circles import access, services
from accountability.circles.models import Role
from accountability.core.errors import Gone, Refused
from tests.cast import join, make_circle


def test_the_host_makes_a_moderator_and_unmakes_one(context, cast):
    ana, ben = cast.member("Ana"), cast.member("Ben")

    services.change_role(ana, ben, Role.MODERATOR)
    assert ben.role is Role.MODERATOR

    services.change_role(ana, ben, Role.MEMBER)
    assert ben.role is Role.MEMBER


@pytest.mark.parametrize(("who", "whom"), [("Mo", "Ben"), ("Ben", "Mo"), ("Ben", "Ben")])
def test_only_the_host_gives_roles(context, cast, who, whom):
    member, other = cast.member(who), cast.member(whom)
    before = other.role

    with pytest.raises(Refused):
        services.change_role(member, other, Role.MODERATOR)

    assert other.role is before


def test_the_host_cannot_change_the_own_role(context, cast):
    ana = cast.member("Ana")

    with pytest.raises(Refused):
        services.change_role(ana, ana, Role.MEMBER)

    assert ana.role is Role.HOST


def test_a_second_host_cannot_be_made(app, cast):
    with app.app_context():
        ben = cast.member("Ben").public_id

    answer = cast.browser("Ana").post(f"/members/{ben}/role", role="host")

    assert answer.status_code == 422


def test_a_host_with_friends_hands_over_before_leaving(context, cast):
    ana = cast.member("Ana")

    with pytest.raises(Refused):
        services.leave(ana)

    assert ana.belongs


def test_the_last_one_closes_the_circle_behind_them(context, cast):
    circle = make_circle(cast.account("Cleo"), "Harbour")

    services.leave(circle.members[0])

    assert circle.closed_at is not None and circle.members == []


def test_only_the_host_closes_a_circle(context, cast):
    circle = cast.circle()

    with pytest.raises(Refused):
        services.close_circle(cast.member("Mo"))

    assert circle.closed_at is None


def test_nobody_belongs_to_a_closed_circle(context, cast):
    circle = cast.circle()
    services.close_circle(cast.member("Ana"))

    assert access.my_members(cast.account("Ben").id) == []
    with pytest.raises(Gone):
        services.post_message(circle.members[1], "hello?")


def hosts(circle):
    return sum(member.role is Role.HOST for member in circle.members)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ask", "yes", "no", "back", "leave", "moderator", "member"]),
        st.integers(0, 2),
        st.integers(0, 2),
    ),
    max_size=8,
)


ANSWERS = {
    "yes": services.accept_offer,
    "no": services.decline_offer,
    "back": services.withdraw_offer,
}


def step(verb, one, other, offers):
    if verb == "ask":
        offers.append(services.offer_handover(one, other))
    elif verb in ANSWERS and offers:
        ANSWERS[verb](one, offers[-1])
    elif verb == "leave":
        services.leave(one)
    elif verb in ("moderator", "member"):
        services.change_role(one, other, Role(verb))


@given(STEPS)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_they_do_an_open_circle_has_one_host(context, cast, steps):
    circle = make_circle(cast.account("Ana"))
    people = [circle.members[0], *(join(circle, cast.account(name)) for name in ("Ben", "Mo"))]
    offers = []
    for verb, who, whom in steps:
        with suppress(Refused, Gone):
            step(verb, people[who], people[whom], offers)
        assert sum(offer.is_open for offer in offers) <= 1

    assert hosts(circle) == (0 if circle.closed_at else 1)
