"""Who hears of a decision: nobody who has gone before, and whoever asked hears where help is."""

import pytest

from accountability.circles import services as circles
from accountability.core.errors import Refused
from accountability.core.extensions import db
from accountability.core.mail import Mail
from accountability.moderation import access, queries, services
from accountability.notifications.access import latest_of
from accountability.urges import services as urges
from tests.moderation.kit import ground, reported

pytestmark = pytest.mark.usefixtures("context")


def told(cast, name):
    return {(one.kind, one.location) for one in latest_of(cast.account(name).id)}


def kinds(cast, name):
    return {kind for kind, _location in told(cast, name)} - {"welcomed"}


def test_nobody_writes_to_somebody_who_has_gone(cast):
    ben = cast.member("Ben")
    circles.leave(ben)
    before = db.session.query(Mail).count()

    made = services.ban(cast.member("Mo"), ben, ground())
    services.lift_sanction(cast.member("Mo"), made)
    again = services.ban(cast.member("Mo"), ben, ground())

    assert made.reason is None and kinds(cast, "Ben") == set()
    assert db.session.query(Mail).count() == before
    assert access.sanction_of(ben.account_id, again.public_id) is None
    assert queries.is_banned(ben.account, ben.circle)


def test_one_word_of_warning_a_day(cast):
    services.warn(cast.member("Mo"), cast.member("Ben"), ground())

    with pytest.raises(Refused, match="tomorrow"):
        services.warn(cast.member("Mo"), cast.member("Ben"), ground())

    assert services.warn(cast.member("Ana"), cast.member("Ben"), ground()).is_told


def test_who_asks_and_is_removed_hears_where_help_is(cast):
    urges.raise_alert(cast.member("Ben"))

    services.remove(cast.member("Mo"), cast.member("Ben"), ground())

    assert ("still_help", "/help") in told(cast, "Ben")
    assert "was_asking" in kinds(cast, "Mo") & kinds(cast, "Ana")


def test_who_asks_in_a_circle_that_ends_hears_where_help_is(cast):
    alert = urges.raise_alert(cast.member("Ben"))
    quiet = cast.member("Ida")

    circles.close_circle(cast.member("Ana"))

    assert ("still_help", "/help") in told(cast, "Ben")
    assert "was_asking" in kinds(cast, "Ana") & kinds(cast, "Mo")
    assert quiet.since_seq >= alert.tellings[0].seq and kinds(cast, "Ida") == {"circle_closed"}


def test_who_does_not_ask_is_not_sent_to_help(cast):
    services.remove(cast.member("Mo"), cast.member("Ben"), ground())

    assert kinds(cast, "Ben") == {"sanctioned"}
    assert "was_asking" not in kinds(cast, "Mo") | kinds(cast, "Ana")


def test_a_report_is_mailed_to_those_who_decide_in_neutral_words(cast):
    reported(cast, about="Ben", by="Ana")

    mail = db.session.query(Mail).order_by(Mail.id.desc()).first()
    assert mail.address == cast.account("Mo").email
    assert not any(word in mail.body for word in ("Ana", "Ben", "report"))
