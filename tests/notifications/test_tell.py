"""Who is told what, here and by mail, and who is not."""

import re

import pytest

from accountability.circles import services as circles
from accountability.circles.models import Role
from accountability.core.change import change
from accountability.core.extensions import db
from accountability.core.mail import Mail
from accountability.moderation import services as moderation
from accountability.moderation.models import Reason
from accountability.notifications import access, services
from accountability.notifications.tidings import tidings
from accountability.notifications.wording import WORDS, sentence_of
from tests.cast import hand_over, make_circle
from tests.circles.kit import ask, welcomed
from tests.moderation.kit import staff


def told(cast, name):
    """The kinds of what this person was told, the newest first."""
    return [notification.kind for notification in access.latest_of(cast.account(name).id)]


def mails_to(cast, name):
    address = cast.account(name).email
    return [mail for mail in db.session.query(Mail) if mail.address == address]


def sentences(cast, name):
    return [sentence_of(one) for one in access.latest_of(cast.account(name).id)]


def test_the_host_and_the_moderators_hear_of_a_newcomer_and_nobody_else(context, cast):
    cast.circle()

    ask(cast, "Cleo")

    assert told(cast, "Ana")[0] == told(cast, "Mo")[0] == "newcomer_asked"
    assert told(cast, "Ben") == ["welcomed"]
    assert told(cast, "Cleo") == []


def test_a_newcomer_hears_of_the_yes(context, cast):
    welcomed(cast, "Cleo")

    assert sentences(cast, "Cleo") == ["The door to Sunday walkers is open. Come in."]
    assert len(mails_to(cast, "Cleo")) == 1


def test_a_newcomer_hears_of_the_no_without_a_name(context, cast):
    circles.decline(cast.member("Ana"), ask(cast, "Cleo"))

    assert told(cast, "Cleo") == ["declined"]
    assert not [words for words in sentences(cast, "Cleo") if "walkers" in words or "Ana" in words]
    assert mails_to(cast, "Cleo") == []


def test_no_mail_names_anybody_or_the_circle(context, cast):
    welcomed(cast, "Cleo")

    letters = [mail.subject + mail.body for mail in db.session.query(Mail)]
    written = [re.sub(r"https?://\S+", "", letter) for letter in letters]  # ids are random

    private = ("Cleo", "Ana", "Ben", "Mo", "walkers", "circle", "urge")
    assert written and not [words for words in written for name in private if name in words]


def test_the_names_are_stored_sealed(context, cast):
    ask(cast, "Cleo")

    stored = [one.names_sealed for one in access.latest_of(cast.account("Ana").id)]

    assert stored and not [words for words in stored if b"Cleo" in words]


def test_a_member_hears_of_another_role(context, cast):
    circles.change_role(cast.member("Ana"), cast.member("Ben"), Role.MODERATOR)

    assert told(cast, "Ben")[0] == "made_moderator"


def test_a_new_name_is_no_news(context, cast):
    ben = cast.member("Ben")
    before = told(cast, "Ben")

    circles.change_name(ben, "Benno")

    assert told(cast, "Ben") == before


def test_everybody_hears_who_the_host_is_but_the_one_who_said_yes(context, cast):
    hand_over(cast.member("Ana"), cast.member("Mo"))

    assert told(cast, "Ben")[0] == told(cast, "Ana")[0] == "handed_over"
    assert not {"handed_over", "made_host"} & set(told(cast, "Mo"))


def test_who_is_asked_to_be_the_host_hears_so_and_nobody_else_does(context, cast):
    circles.offer_handover(cast.member("Ana"), cast.member("Mo"))

    assert sentences(cast, "Mo")[0].startswith("Ana asks you to be the host of Sunday walkers")
    assert access.latest_of(cast.account("Mo").id)[0].location.endswith("/people")
    assert "host_offered" not in told(cast, "Ana") + told(cast, "Ben")


def test_the_host_hears_of_a_no_and_nobody_else_does(context, cast):
    mo = cast.member("Mo")

    circles.decline_offer(mo, circles.offer_handover(cast.member("Ana"), mo))

    assert told(cast, "Ana")[0] == "offer_declined"
    assert "offer_declined" not in told(cast, "Mo") + told(cast, "Ben")


def test_everybody_hears_of_the_end_but_who_ended_it_and_who_had_left(context, cast):
    circle = cast.circle()
    circles.leave(cast.member("Mo"))

    circles.close_circle(next(member for member in circle.members if member.name == "Ana"))

    assert told(cast, "Ben")[0] == "circle_closed"
    assert "circle_closed" not in told(cast, "Ana") + told(cast, "Mo")


def test_a_report_reaches_whoever_decides_and_never_whom_it_is_about(context, cast):
    said = circles.post_message(cast.member("Ben"), "unkind words")
    before = told(cast, "Ben")

    moderation.report(cast.member("Ana"), said, reason=Reason.UNKIND)

    assert told(cast, "Mo")[0] == "report_made"
    assert told(cast, "Ben") == before
    assert "report_made" not in told(cast, "Ana")


def test_who_is_removed_hears_what_was_decided(context, cast):
    ben, ground = cast.member("Ben"), moderation.Ground(Reason.UNKIND, "Enough.")

    moderation.remove(cast.member("Mo"), ben, ground)

    assert told(cast, "Ben")[0] == "sanctioned"
    assert len(mails_to(cast, "Ben")) == 2  # the yes, long ago, and this
    assert not [words for words in sentences(cast, "Ben") if "Mo" in words]


@pytest.mark.parametrize("kind", WORDS)
def test_every_kind_has_its_words(context, cast, kind):
    ana = cast.account("Ana")
    with change(ana.stream) as announce:
        [notified] = services.tell(tidings(ana, kind, "/news", name="Cleo", circle="Lake"))
        announce(notified)

    assert "%(" not in sentences(cast, "Ana")[0]


def test_another_account_is_told_nothing_of_it(context, cast):
    make_circle(cast.account("Cleo"), "Harbour")

    ask(cast, "Ida")

    assert told(cast, "Cleo") == []


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.MEMBER])
def test_a_member_hears_which_role_it_is(context, cast, role):
    ana, mo = cast.member("Ana"), cast.member("Mo")
    others = told(cast, "Ben")

    circles.change_role(ana, mo, role)

    assert told(cast, "Mo")[0] == f"made_{role.value}"
    assert told(cast, "Ben") == others


def test_a_successor_hears_so_and_the_circle_hears_who_it_is(context, cast):
    sam, ben = staff(cast), cast.member("Ben")
    report = moderation.report(ben, cast.member("Ana"), reason=Reason.UNKIND)
    ground = moderation.Ground(Reason.UNKIND, "Enough.", report)

    moderation.remove(sam, cast.member("Ana"), ground)

    assert told(cast, "Mo")[0] == "made_host"
    assert sentences(cast, "Ben")[0] == "Mo is the host of Sunday walkers now"
    assert "handed_over" not in told(cast, "Ana") + told(cast, "Sam")


def make_moderator(cast):
    circles.change_role(cast.member("Ana"), cast.member("Ben"), Role.MODERATOR)


def make_host(cast):
    hand_over(cast.member("Ana"), cast.member("Ben"))


@pytest.mark.parametrize("promote", [make_moderator, make_host])
def test_staff_hear_once_of_a_report_that_became_theirs(context, cast, promote):
    staff(cast)
    said = circles.post_message(cast.member("Ben"), "unkind words")
    moderation.report(cast.member("Ana"), said, reason=Reason.UNKIND)
    assert told(cast, "Sam") == []

    promote(cast)
    promote_again = cast.member("Ben")
    circles.change_name(promote_again, "Benno")

    assert told(cast, "Sam") == ["report_for_staff"]
    assert not [kind for kind in told(cast, "Ben") if kind.startswith("report")]


def test_staff_hear_nothing_of_what_was_closed_before(context, cast):
    staff(cast)
    said = circles.post_message(cast.member("Ben"), "unkind words")
    report = moderation.report(cast.member("Ana"), said, reason=Reason.UNKIND)
    moderation.dismiss_report(cast.member("Mo"), report, "nothing there")

    make_moderator(cast)

    assert told(cast, "Sam") == []
