"""How far an alert came beside the page: sent, and taken by a push service; never more is said."""

from __future__ import annotations

from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.notifications import services
from accountability.urges import access
from accountability.urges import services as urges
from accountability.urges.shapes import reach_shape
from tests.accounts.post import post_office, turn

STEP = 1000


def counts(alert):
    db.session.rollback()
    facts = reach_shape(access.alert_told(alert.public_id))
    return {name: facts[name] for name in ("sent", "delivered", "screens", "seen")}


def test_friends_are_counted_once_however_many_phones_they_have(phones, cast):
    phones.give("Ben")
    phones.give("Ben")
    phones.give("Mo")
    alert = urges.raise_alert(cast.member("Ana"))
    before = counts(alert)

    phones.ring(alert)

    assert before == {"sent": 0, "delivered": 0, "screens": 0, "seen": 0}
    assert counts(alert) == {"sent": 2, "delivered": 2, "screens": 0, "seen": 0}


def test_what_no_service_took_is_not_delivered_and_what_failed_is_not_sent(phones, cast):
    phones.give("Ben", "500")
    phones.give("Mo", "413")
    alert = urges.raise_alert(cast.member("Ana"))

    phones.ring(alert)

    # Mo's push failed, and a mail is owed instead; it counts once it left.
    assert counts(alert) == {"sent": 0, "delivered": 0, "screens": 0, "seen": 0}


def test_a_mail_is_sent_and_not_delivered_once_a_mail_server_took_it(phones, cast):
    alert = urges.raise_alert(cast.member("Ana"))
    with quiet_change():
        services.ring([cast.account("Ben")], alert, STEP, by_mail=True)

    phones.keep()
    owed, head = counts(alert), cast.account("Ana").stream.head
    with post_office() as mailbox:
        while turn(phones.app, mailbox.url):
            pass

    assert [cast.account("Ben").email] in [one.rcpt_tos for one in mailbox.received]
    assert owed == {"sent": 0, "delivered": 0, "screens": 0, "seen": 0}
    assert counts(alert) == {"sent": 1, "delivered": 0, "screens": 0, "seen": 0}
    assert cast.account("Ana").stream.head == head + 1


def test_only_the_author_hears_that_it_was_delivered(phones, cast):
    phones.give("Ben")
    alert = urges.raise_alert(cast.member("Ana"))
    heads = {}
    for when in ("before", "after"):
        if when == "after":
            with quiet_change():
                services.ring([cast.account("Ben")], alert, STEP)
            phones.keep()
        db.session.rollback()
        people = {name: cast.account(name).stream.head for name in ("Ana", "Ben", "Mo")}
        heads[when] = people | {"circle": cast.circle().stream.head}

    moved = {name for name in heads["after"] if heads["after"][name] != heads["before"][name]}
    assert moved == {"Ana"}
