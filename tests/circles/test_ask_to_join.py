"""Using an invitation: once, not for long, and every no sounds the same."""

import pytest

from accountability.accounts.models import Account
from accountability.circles import access, services
from accountability.circles.models import INVITATION_LASTS
from accountability.core import clock
from accountability.core.errors import Refused
from accountability.core.extensions import db
from accountability.moderation import services as moderation
from accountability.moderation.models import Reason
from tests.cast import hand_over, make_account
from tests.circles.kit import ask, at_once, count_newcomers, invite, set_quietly


def use_up(cast, invitation):
    services.ask_to_join(make_account("Ida"), invitation, name="Ida")


def expire(cast, invitation):
    set_quietly(invitation, made_at=clock.now() - INVITATION_LASTS)


def revoke(cast, invitation):
    services.revoke_invitation(cast.member("Ana"), invitation)


def fill(cast, invitation):
    ana = cast.member("Ana")
    services.change_circle(ana, name="Sunday walkers", size=3, agreement="We are kind.")


def close(cast, invitation):
    services.close_circle(cast.member("Ana"))


def ban(cast, invitation):
    cleo = cast.member("Cleo")
    moderation.ban(cast.member("Ana"), cleo, moderation.Ground(Reason.PRESSURE, "It hurt."))


def lose_its_maker(cast, invitation):
    hand_over(cast.member("Ana"), cast.member("Mo"))
    services.leave(cast.member("Ana"))


def demote_its_maker(cast, invitation):
    hand_over(cast.member("Ana"), cast.member("Ben"))
    assert not cast.member("Ana").keeps


CAUSES = [use_up, expire, revoke, fill, close, ban, lose_its_maker, demote_its_maker]


def test_an_invitation_brings_one_person_to_the_door(context, cast):
    invitation = invite(cast)

    newcomer = services.ask_to_join(cast.account("Cleo"), invitation, name="Cleo")

    assert newcomer.state == "waiting"
    assert not invitation.is_open


@pytest.mark.parametrize("spoil", CAUSES)
def test_every_invitation_that_does_not_work_gets_the_same_no(context, cast, spoil):
    cast.account("Cleo")
    invitation = invite(cast)
    spoil(cast, invitation)
    before = count_newcomers()

    with pytest.raises(Refused) as refused:
        services.ask_to_join(cast.account("Cleo"), invitation, name="Cleo")

    assert str(refused.value) == str(services.neutral_refusal())
    assert count_newcomers() == before


@pytest.mark.parametrize("spoil", CAUSES)
def test_the_door_looks_the_same_whatever_is_wrong(app, cast, spoil):
    with app.app_context():
        cast.account("Cleo")
        invitation = invite(cast)
        token = invitation.token
        spoil(cast, invitation)
    cleo = cast.browser("Cleo")

    shut, unknown = cleo.get(f"/invitations/{token}"), cleo.get(f"/invitations/{'A' * 22}")
    refused = cleo.post(f"/invitations/{token}/newcomers", name="Cleo")
    nothing = cleo.post(f"/invitations/{'A' * 22}/newcomers", name="Cleo")

    assert shut.status_code == unknown.status_code == 404
    assert shut.data.partition(b"<main")[2] == unknown.data.partition(b"<main")[2]
    assert (refused.status_code, refused.data) == (nothing.status_code, nothing.data)
    assert b"walkers" not in shut.data + refused.data


def test_a_member_is_told_that_they_belong_already(context, cast):
    cast.circle()

    with pytest.raises(Refused, match="already"):
        services.ask_to_join(cast.account("Ben"), invite(cast), name="Ben")


def test_two_people_at_once_and_one_of_them_comes_in(app, cast):
    with app.app_context():
        token = invite(cast).token
        names = [cast.account(name).public_id for name in ("Cleo", "Ida")]

    def use(public_id):
        def act():
            account = db.session.query(Account).filter_by(public_id=public_id).one()
            return services.ask_to_join(account, access.invitation_by_token(token), name="Noa")

        return act

    answers = at_once(app, *map(use, names))

    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    with app.app_context():
        assert count_newcomers() == 1 + 2  # Ben and Mo came in before


def test_the_same_press_twice_is_one_wish(app, cast):
    with app.app_context():
        token = invite(cast).token
        cast.account("Cleo")
    cleo = cast.browser("Cleo")
    door = f"/invitations/{token}/newcomers"

    first = cleo.post(door, key="k" * 22, name="Cleo")
    again = cleo.post(door, key="k" * 22, name="Cleo")

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json["id"] == again.json["id"]


def test_a_visitor_is_led_through_signing_in_and_back(app, cast):
    with app.app_context():
        token = invite(cast).token

    page = app.test_client().get(f"/invitations/{token}").get_data(as_text=True)

    assert f"/sign-in?next=/invitations/{token}" in page
    assert f"/sign-up?next=/invitations/{token}" in page
    assert "walkers" not in page and "Ana" not in page


def test_before_the_yes_a_newcomer_learns_nothing_of_the_circle(app, cast):
    with app.app_context():
        newcomer = ask(cast, "Cleo")
        wait, circle = f"/newcomers/{newcomer.public_id}", newcomer.circle.public_id
    cleo = cast.browser("Cleo")

    pages = [cleo.get(path).get_data(as_text=True) for path in (wait, "/circles", "/news")]

    assert cleo.get(f"/circles/{circle}").status_code == 404
    assert not [page for page in pages if "walkers" in page or "Ben" in page or circle in page]


def test_only_the_newcomer_opens_the_page_where_they_wait(app, cast):
    with app.app_context():
        wait = f"/newcomers/{ask(cast, 'Cleo').public_id}"

    assert cast.browser("Ana").get(wait).status_code == 404
    assert cast.browser("Cleo").get(wait).status_code == 200


def test_whoever_waits_and_uses_another_invitation_has_one_wish(context, cast):
    first, second = ask(cast, "Cleo"), invite(cast)
    before, head = count_newcomers(), first.circle.stream.head

    again = services.ask_to_join(cast.account("Cleo"), second, name="Clea")

    assert (again.id, again.name, count_newcomers()) == (first.id, "Cleo", before)
    assert second.is_open and first.circle.stream.head == head


def test_whoever_was_told_no_may_knock_again(context, cast):
    first = ask(cast, "Cleo")
    services.decline(cast.member("Ana"), first)

    assert ask(cast, "Cleo").id != first.id


def test_the_wish_of_one_person_answers_nobody_else(context, cast):
    first = ask(cast, "Cleo")

    assert ask(cast, "Ida").id != first.id
