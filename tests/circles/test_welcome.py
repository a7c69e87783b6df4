"""The yes, the no, and coming in."""

import pytest

from accountability.accounts.models import Account
from accountability.circles import access, services
from accountability.circles.models import Newcomer, Role
from accountability.core.errors import Gone, Refused
from accountability.core.extensions import db
from accountability.core.reading import snapshot
from tests.cast import make_account, make_circle
from tests.circles.kit import ask, at_once, welcomed


def test_a_moderator_may_say_yes(context, cast):
    newcomer = ask(cast, "Cleo")

    services.welcome(cast.member("Mo"), newcomer)

    assert newcomer.state == "welcomed"


def test_a_member_may_not_say_yes(context, cast):
    newcomer = ask(cast, "Cleo")

    with pytest.raises(Refused):
        services.welcome(cast.member("Ben"), newcomer)

    assert newcomer.state == "waiting"


def test_the_host_of_another_circle_may_not_say_yes(context, cast):
    newcomer = ask(cast, "Cleo")
    other = make_circle(make_account("Ida"), "Harbour").members[0]

    with pytest.raises(Gone):
        services.welcome(other, newcomer)

    assert access.keeper_and_newcomer(other.account_id, newcomer.public_id) is None


@pytest.mark.parametrize("second", [services.welcome, services.decline])
def test_a_no_stands(context, cast, second):
    newcomer = ask(cast, "Cleo")
    services.decline(cast.member("Mo"), newcomer)

    with pytest.raises(Refused):
        second(cast.member("Ana"), newcomer)

    assert newcomer.state == "declined"


def test_nobody_comes_in_before_the_yes(context, cast):
    newcomer = ask(cast, "Cleo")

    with pytest.raises(Refused):
        services.accept_agreement(cast.account("Cleo"), newcomer)

    assert access.my_members(cast.account("Cleo").id) == []


def test_nobody_comes_in_on_the_yes_of_another(context, cast):
    newcomer = welcomed(cast, "Cleo")

    with pytest.raises(Gone):
        services.accept_agreement(make_account("Ida"), newcomer)


def test_a_new_member_sees_nothing_from_before(context, cast):
    before = services.post_message(cast.member("Ben"), "said before")
    cleo = services.accept_agreement(cast.account("Cleo"), welcomed(cast, "Cleo"))
    after = services.post_message(cast.member("Ben"), "said after")

    picture = snapshot(cleo.circle.stream, cleo.since_seq)

    assert [one.card.thing.text for one in picture.of("message")] == ["said after"]
    assert access.message_for(cleo.account_id, before.public_id) is None
    assert access.message_for(cleo.account_id, after.public_id) is not None


def test_a_new_member_begins_with_nothing_unread_and_a_hue_of_their_own(context, cast):
    cleo = services.accept_agreement(cast.account("Cleo"), welcomed(cast, "Cleo"))

    hues = [member.hue for member in cleo.circle.members]

    assert cleo.looked_seq == cleo.since_seq == cleo.circle.stream.head
    assert len(set(hues)) == len(hues) == 4
    assert cleo.role is Role.MEMBER


def test_two_of_one_name_are_told_apart(context, cast):
    newcomer = services.ask_to_join(
        cast.account("Cleo"), services.invite(cast.member("Ana")), name="ben"
    )
    services.welcome(cast.member("Ana"), newcomer)

    member = services.accept_agreement(cast.account("Cleo"), newcomer)

    assert member.name == "ben 2"


def test_the_last_place_is_given_once(app, cast):
    with app.app_context():
        wishes = [welcomed(cast, name).public_id for name in ("Cleo", "Ida")]
        services.change_circle(cast.member("Ana"), name="Few", size=4, agreement="Kind.")

    def accept(public_id):
        def act():
            newcomer = db.session.query(Newcomer).filter_by(public_id=public_id).one()
            account = db.session.get_one(Account, newcomer.account_id)
            return services.accept_agreement(account, newcomer)

        return act

    answers = at_once(app, *map(accept, wishes))

    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    with app.app_context():
        assert len(cast.member("Ana").circle.members) == 4


def test_the_whole_way_works_without_a_script(app, cast):
    with app.app_context():
        token = services.invite(cast.member("Ana")).token
        cast.account("Cleo")
    cleo, ana = cast.browser("Cleo"), cast.browser("Ana")
    door = f"/invitations/{token}"

    wait = cleo.post(f"{door}/newcomers", page=True, name="Cleo").location
    ana.post(f"{wait}/welcome", page=True)
    agreement = cleo.get(wait).get_data(as_text=True)
    room = cleo.post(f"{wait}/agreement", page=True).location

    assert "We are kind." in agreement
    assert cleo.get(room).status_code == 200
    assert cleo.get(door).location == cleo.get(wait).location == room
