"""Calls wait behind no news, by neither road, however much of that is owed."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace

import pytest
from sqlalchemy import update

from accountability.core import clock, keeping
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.core.mail import LETTER
from accountability.core.promises import Later, Promise
from accountability.notifications import drilling, owing, sending, services
from accountability.notifications.choices import Road
from accountability.urges import services as urges
from tests.accounts.post import post_office
from tests.notifications.kit import owed

MANY = 60


@pytest.fixture
def alert(phones, cast):
    """Ana asked for company, and Mo is owed a push and a mail about it behind Ben's news."""
    phones.give("Ben")
    phones.give("Mo")
    ben, made = cast.account("Ben"), urges.raise_alert(cast.member("Ana"))
    phones.keep()
    with quiet_change():
        over = update(Promise).where(Promise.kept_at.is_(None))  # no step of time, no earlier mail
        db.session.execute(over.values(kept_at=clock.now()))
        told = [owing.write_down(ben, "declined", f"/newcomers/{one}") for one in range(MANY)]
        owing.owe(told, list(Road))
    return made


def ring_mo(cast, alert):
    with quiet_change():
        services.ring([cast.account("Mo")], alert, 1, by_mail=True)


def turns(app, times=1):
    """Let what is owed be taken so many times, and be done."""
    pools = {}
    for _turn in range(times):
        keeping._turn(app, pools)
        for places in pools.values():
            places.join(timeout=20)


def test_a_call_is_pushed_before_news_that_was_owed_first(phones, cast, alert):
    ring_mo(cast, alert)

    turns(phones.app)

    assert len(phones.rung("Mo")) == 1
    assert len(owed()) > MANY, "the news was gone too soon to be in its way"


def test_a_test_of_calls_goes_as_calls_do(phones, cast, alert):
    drilling.drill(cast.member("Ana"))

    turns(phones.app)

    assert len(phones.to("Mo")) == 1
    assert len(owed()) > MANY, "the news was gone too soon to be in its way"


@pytest.fixture
def mailbox(phones):
    """A mail server that takes what the service sends, once it is told of it."""
    with post_office() as mailbox:
        settings = phones.app.config["STEADY"]
        yield mailbox
        phones.app.config["STEADY"] = settings


def send_by(mailbox, app):
    app.config["STEADY"] = replace(app.config["STEADY"], smtp_url=mailbox.url)


def mailed(mailbox, cast, name):
    """How many mails to somebody the server took."""
    return [one.rcpt_tos for one in mailbox.received].count([cast.account(name).email])


def test_a_call_is_mailed_before_news_that_was_owed_first(phones, cast, alert, mailbox):
    phones.keep()
    ring_mo(cast, alert)
    phones.keep()
    send_by(mailbox, phones.app)

    turns(phones.app)

    assert mailed(mailbox, cast, "Mo") == 1
    assert 0 < mailed(mailbox, cast, "Ben") < MANY, "the news was in its way, and goes too"


def test_of_news_as_many_go_to_one_service_beside_as_many_calls():
    with ExitStack() as stack:
        for account in range(sending.AT_ONE_SERVICE):
            stack.enter_context(sending._under_way("push.example.org", account, is_urgent=False))
        with pytest.raises(Later), sending._under_way("push.example.org", 99, is_urgent=False):
            pass
        with sending._under_way("push.example.org", 99):
            pass


def test_what_was_owed_before_calls_had_a_name_of_their_own_is_kept(phones, cast, alert, mailbox):
    phones.give("Mo")
    with quiet_change():
        owing.owe([owing.write_down(cast.account("Mo"), "declined", "/newcomers/m")], list(Road))
        db.session.execute(update(Promise).values(kind="deliver").where(Promise.kind == owing.NEWS))
    phones.keep()
    with quiet_change():
        db.session.execute(update(Promise).values(kind="mail").where(Promise.kind == LETTER))
    send_by(mailbox, phones.app)

    phones.keep()

    assert (len(phones.to("Mo")), mailed(mailbox, cast, "Mo")) == (1, 1)
