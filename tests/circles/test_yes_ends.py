"""A yes that nobody used: it ends by itself, with who gave it, or is taken back."""

from datetime import timedelta

import pytest

from accountability.circles import access, queries, services
from accountability.circles.models import YES_LASTS, Role
from accountability.core import clock
from accountability.core.errors import Refused
from accountability.core.reading import changes
from accountability.moderation import services as moderation
from tests.circles.kit import ask, set_quietly, welcomed
from tests.moderation.kit import ground


def test_a_yes_ends_after_three_days(context, cast):
    newcomer = welcomed(cast, "Cleo")
    set_quietly(newcomer, answered_at=clock.now() - YES_LASTS - timedelta(minutes=1))

    with pytest.raises(Refused):
        services.accept_agreement(cast.account("Cleo"), newcomer)

    assert queries.wishes_of(cast.account("Cleo").id) == []
    assert access.welcomed_at(newcomer.circle) == []


@pytest.mark.parametrize("part", ["welcomes", "invites"])
def test_a_yes_ends_with_the_duty_of_who_gave_it(context, cast, part):
    ana, mo = cast.member("Ana"), cast.member("Mo")
    inviter, welcomer = (mo, ana) if part == "invites" else (ana, mo)
    sock = cast.account("Sock")
    newcomer = services.ask_to_join(sock, services.invite(inviter), name="Sock")
    services.welcome(welcomer, newcomer)

    moderation.ban(ana, mo, ground())

    with pytest.raises(Refused):
        services.accept_agreement(sock, newcomer)


def test_nobody_is_welcomed_on_the_invitation_of_who_keeps_the_circle_no_more(context, cast):
    ana, mo = cast.member("Ana"), cast.member("Mo")
    newcomer = services.ask_to_join(cast.account("Sock"), services.invite(mo), name="Sock")
    services.change_role(ana, mo, Role.MEMBER)

    with pytest.raises(Refused):
        services.welcome(ana, newcomer)

    assert newcomer.state == "waiting"


def test_a_keeper_sees_a_yes_and_takes_it_back(app, cast):
    with app.app_context():
        newcomer = welcomed(cast, "Cleo")
        circle, wish = newcomer.circle.public_id, newcomer.public_id
    cleo, mo, ben = cast.browser("Cleo"), cast.browser("Mo"), cast.browser("Ben")

    seen = mo.get(f"/circles/{circle}/people").get_data(as_text=True)
    hidden = ben.get(f"/circles/{circle}/people").get_data(as_text=True)
    mo.post(f"/newcomers/{wish}/decline", page=True)

    assert "Take the yes back" in seen and "Take the yes back" not in hidden
    assert cleo.post(f"/newcomers/{wish}/agreement").status_code == 409
    with app.app_context():
        assert access.my_members(cast.account("Cleo").id) == []


def test_nobody_is_sent_away_who_has_come_in(context, cast):
    newcomer = welcomed(cast, "Cleo")
    services.accept_agreement(cast.account("Cleo"), newcomer)

    with pytest.raises(Refused):
        services.decline(cast.member("Ana"), newcomer)


def test_who_keeps_the_circle_no_more_reads_nothing_of_who_waits(context, cast):
    ana, mo = cast.member("Ana"), cast.member("Mo")
    newcomer = ask(cast, "Cleo")
    services.change_role(ana, mo, Role.MEMBER)

    def read(member):
        shown = changes(member.account.stream, 0, 0).cards
        return next(one for one in shown if one.id == newcomer.public_id)

    assert read(mo).is_gone and not read(ana).is_gone
