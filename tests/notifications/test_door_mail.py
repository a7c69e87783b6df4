"""What goes by mail at the door: who waits, to the keepers, and the yes, to the newcomer."""

from __future__ import annotations

import pytest

from accountability.circles import services as circles
from accountability.notifications import access, owing, reaching
from accountability.notifications.choices import Matter, Road
from tests.circles.kit import ask
from tests.notifications.kit import mails_to

KEEPERS, WAITS, ANSWERED = ("Ana", "Mo"), "Somebody waits for your answer", "There is an answer"


@pytest.fixture
def mailed(context, cast):
    """Which mails somebody got since the circle began."""
    cast.circle()
    cast.account("Cleo")
    before = {name: len(mails_to(cast, name)) for name in (*KEEPERS, "Ben", "Cleo")}
    return lambda name: mails_to(cast, name)[before[name] :]


def kinds(cast, name):
    return [one.kind for one in access.latest_of(cast.account(name).id)]


def no_mail(cast, name):
    reaching.choose_roads(cast.account(name), {(Matter.DOOR, Road.MAIL): False})


@pytest.mark.parametrize("name", KEEPERS)
def test_a_keeper_without_a_phone_reads_of_a_newcomer_by_mail(cast, mailed, name):
    assert owing.live_devices([cast.account(name).id]) == []

    ask(cast, "Cleo")

    [mail] = mailed(name)
    assert mail.subject == WAITS and "/news\n" in mail.body
    assert mailed("Ben") == mailed("Cleo") == []


def test_a_newcomer_reads_of_the_yes_by_mail(cast, mailed):
    newcomer = ask(cast, "Cleo")
    before = mailed("Cleo")

    circles.welcome(cast.member("Mo"), newcomer)

    [mail] = mailed("Cleo")
    assert before == [] and mail.subject.startswith(ANSWERED)
    assert f"/newcomers/{newcomer.public_id}\n" in mail.body


def test_a_keeper_who_wants_no_mail_of_the_door_reads_of_it_here(cast, mailed):
    no_mail(cast, "Mo")

    ask(cast, "Cleo")

    assert (len(mailed("Ana")), mailed("Mo")) == (1, [])
    assert kinds(cast, "Mo")[0] == "newcomer_asked"


def test_a_newcomer_who_wants_no_mail_of_the_door_reads_the_yes_here(cast, mailed):
    no_mail(cast, "Cleo")

    circles.welcome(cast.member("Ana"), ask(cast, "Cleo"))

    assert mailed("Cleo") == [] and kinds(cast, "Cleo") == ["welcomed"]


@pytest.mark.parametrize("by_mail", [True, False])
def test_a_phone_is_pushed_to_whatever_was_said_of_mail(phones, cast, mailed, by_mail):
    phones.give("Mo")
    reaching.choose_roads(cast.account("Mo"), {(Matter.DOOR, Road.MAIL): by_mail})
    phones.keep()
    before = len(phones.to("Mo"))

    ask(cast, "Cleo")
    phones.keep()

    assert (len(phones.to("Mo")) - before, len(mailed("Mo"))) == (1, by_mail)
