"""Mail: owed with its cause, sent once, shown to nobody from afar."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from accountability.app import create_app
from accountability.core import clock
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.core.mail import Mail, has_outbox, owe_letter
from accountability.core.promises import OFTEN_ENOUGH, Promise
from tests.accounts.door import FIELD, send, sign_up
from tests.accounts.post import due_again, turn
from tests.cast import Browser
from tests.settings import settings_for

NOA = "noa@example.org"


def owe_one(app):
    with app.app_context(), quiet_change():
        owe_letter(NOA, "password_changed")


def owed_one(app):
    with app.app_context():
        one = db.session.scalars(select(Promise)).one()
        db.session.expunge(one)
        return one


DOWN = "smtp://127.0.0.1:1"


def test_a_mail_arrives_once_and_its_words_are_forgotten(app, mailbox):
    owe_one(app)

    sent = [turn(app, mailbox.url), turn(app, mailbox.url)]

    with app.app_context():
        kept = db.session.scalars(select(Mail)).one()
    text = mailbox.received[0].content.decode()
    assert (sent, len(mailbox.received)) == ([1, 0], 1)
    assert mailbox.received[0].rcpt_tos == [NOA]
    assert "Subject: Your password was changed" in text
    assert "From: Steady <hello@localhost>" in text
    assert f"Message-ID: <{kept.public_id}@localhost>" in text, "a repeat has the same one"
    assert kept.sent_at is not None and kept.address_sealed is None and kept.body_sealed is None


def test_a_server_that_is_down_is_asked_again_later(app, mailbox):
    owe_one(app)

    first, at_once = turn(app, DOWN), turn(app, mailbox.url)
    due_again(app)

    assert (first, at_once, turn(app, mailbox.url)) == (0, 0, 1)
    with app.app_context():
        assert db.session.scalars(select(Promise.tries)).one() == 1


def test_a_server_that_is_away_for_hours_gets_the_mail_when_it_is_back(app, mailbox):
    owe_one(app)
    begun = clock.now()
    for hours in range(20):
        with clock.at(begun + timedelta(hours=hours)):
            turn(app, DOWN)

    with clock.at(begun + timedelta(hours=21)):
        assert turn(app, mailbox.url) == 1


def test_a_mail_that_nobody_takes_is_given_up_after_a_day_of_tries(app, mailbox):
    owe_one(app)
    mailbox.refuses = True
    begun, owed = clock.now(), owed_one(app)

    while owed.parked_at is None:
        with clock.at(owed.free_at):
            turn(app, mailbox.url)
        owed = owed_one(app)

    assert timedelta(hours=23) < owed.free_at - begun < timedelta(hours=25)
    assert mailbox.received == [] and owed.tries > OFTEN_ENOUGH


def test_the_database_holds_neither_address_nor_words(app):
    owe_one(app)

    with app.app_context():
        row = db.session.scalars(select(Mail)).one()
        stored = row.address_sealed + row.body_sealed

    assert b"noa" not in stored and b"password" not in stored


def outbox(browser, remote="127.0.0.1", host="localhost", **more):
    return browser.client.get(
        "/outbox", environ_base={"REMOTE_ADDR": remote}, headers={"Host": host, **more}
    )


def test_the_outbox_shows_links_to_whoever_sits_at_the_machine(app, browser):
    sign_up(Browser(app), NOA)
    send(Browser(app), "/password/forgotten", email=NOA)

    page = outbox(browser)

    assert page.status_code == 200
    assert 'href="/password/reset/' in page.text


@pytest.mark.parametrize(
    ("remote", "host"),
    [("203.0.113.9", "localhost"), ("127.0.0.1", "steady.example"), ("::ffff:1.2.3.4", "[::1]")],
)
def test_the_outbox_is_not_there_from_afar(browser, remote, host):
    assert outbox(browser, remote, host).status_code == 404


def test_the_outbox_is_not_there_once_mail_is_sent(mailing_app):
    assert outbox(Browser(mailing_app)).status_code == 404


@pytest.mark.parametrize(
    "passed_on",
    ["X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via", "X-Real-IP", "CF-Connecting-IP"],
)
def test_the_outbox_is_not_there_through_a_proxy_on_this_machine(browser, passed_on):
    assert outbox(browser, **{passed_on: "127.0.0.1"}).status_code == 404


@pytest.mark.parametrize("reached", [{"proxies": 1}, {"public_url": "http://steady.example"}])
def test_the_outbox_is_not_there_where_others_can_come(tmp_path, reached):
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path}/unused.sqlite")

    app = create_app(replace(settings, **reached))

    assert outbox(Browser(app)).status_code == 404
    assert not has_outbox(app)  # so mail is shown at the terminal


def test_a_link_in_a_mail_never_leads_where_a_request_says(app, browser):
    sign_up(Browser(app), NOA)
    evil = {"Host": "evil.example"}
    page = browser.get("/password/forgotten", headers=evil).text
    fields = {"email": NOA, "csrf_token": FIELD.search(page)[1]}

    browser.client.post("/password/forgotten", data=fields, headers=evil)

    with app.app_context():
        body = db.session.scalars(select(Mail)).one().body
    assert "http://127.0.0.1:5000/password/reset/" in body
    assert "evil.example" not in body
