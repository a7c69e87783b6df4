"""Nobody is in more than twenty circles: a day of theirs is told in all of them at once."""

import pytest

from accountability.circles import access, rules, services
from accountability.core.errors import Refused
from accountability.core.extensions import db
from tests.cast import make_account, make_circle
from tests.circles.kit import ask, at_once, welcomed


def start(account, often=1):
    return [make_circle(account, f"Circle {number}") for number in range(often)]


def count(account):
    return len(access.my_members(account.id))


@pytest.fixture
def in_most(context, cast):
    """Somebody who is in as many circles as there may be."""
    cleo = cast.account("Cleo")
    start(cleo, rules.MOST_CIRCLES)
    return cleo


def test_the_twenty_first_circle_is_not_started_and_why_is_said(app, cast):
    with app.app_context():
        start(cast.account("Cleo"), 20)

    given = {"name": "One more", "size": "3", "agreement": "We are kind.", "my_name": "Cleo"}
    answer = cast.browser("Cleo").post("/circles", **given)

    assert answer.status_code == 409 and "twenty circles" in answer.json["error"]
    with app.app_context():
        assert count(cast.account("Cleo")) == 20


def test_who_is_in_twenty_asks_for_no_other_and_the_invitation_still_opens(cast, in_most):
    with pytest.raises(Refused, match="twenty circles"):
        ask(cast, "Cleo")

    invitation = services.invite(cast.member("Ana"))
    with pytest.raises(Refused, match="twenty circles"):
        services.ask_to_join(in_most, invitation, name="Cleo")
    assert services.ask_to_join(cast.account("Ida"), invitation, name="Ida").state == "waiting"


def test_a_yes_waits_until_one_of_twenty_is_left(context, cast):
    newcomer, cleo = welcomed(cast, "Cleo"), cast.account("Cleo")
    first, *_others = start(cleo, rules.MOST_CIRCLES)

    with pytest.raises(Refused, match="twenty circles"):
        services.accept_agreement(cleo, newcomer)
    services.leave(first.members[0])

    assert services.accept_agreement(cleo, newcomer).belongs


def test_two_yeses_at_once_are_not_two_more(app, context, cast):
    cleo = cast.account("Cleo")
    start(cleo, rules.MOST_CIRCLES - 1)
    wishes = []
    for host in ("Ida", "Noa"):
        invitation = services.invite(make_circle(make_account(host)).members[0])
        wishes.append(services.ask_to_join(cleo, invitation, name="Cleo"))
        services.welcome(invitation.member, wishes[-1])
    ids = [wish.public_id for wish in wishes]

    def accept(wish):
        account = cast.account("Cleo")
        return services.accept_agreement(account, access.newcomer_for(account.id, wish)).name

    answers = at_once(app, *[lambda wish=wish: accept(wish) for wish in ids])

    db.session.rollback()
    assert sorted(type(one).__name__ for one in answers) == ["Refused", "str"]
    assert count(cast.account("Cleo")) == rules.MOST_CIRCLES


def test_who_was_in_more_before_keeps_them(cast, in_most, monkeypatch):
    monkeypatch.setattr(rules, "MOST_CIRCLES", 3)
    member = access.my_members(in_most.id)[-1]

    assert services.post_message(member, "here").text == "here"
    assert services.change_name(member, "Cleo of all").name == "Cleo of all"
    assert count(in_most) == 20
