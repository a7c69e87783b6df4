"""Mail: owed with its cause, sent once, shown to nobody from afar."""

import smtplib
import socket
from dataclasses import replace
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select, update

from accountability.app import create_app
from accountability.core import clock, outgoing
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.core.mail import Mail, has_outbox, owe_letter
from tests.accounts.door import FIELD, send, sign_up
from tests.cast import Browser
from tests.settings import settings_for

NOA = "noa@example.org"


class Mailbox:
    """What a mail server received."""

    def __init__(self):
        self.received = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the library's name
        self.received.append(envelope)
        return "250 OK"


@pytest.fixture
def mailbox():
    mailbox = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    mailbox.url = f"smtp://127.0.0.1:{port}"
    yield mailbox
    server.stop()


def owe_one(app):
    with app.app_context(), quiet_change():
        owe_letter(NOA, "password_changed")


def due_again(app):
    with app.app_context():
        db.session.execute(update(Mail).values(due_at=clock.now() - timedelta(seconds=1)))
        db.session.commit()


def test_a_mail_arrives_once_and_its_words_are_forgotten(app, mailbox):
    owe_one(app)
    way = outgoing.by_smtp(replace(app.config["STEADY"], smtp_url=mailbox.url))

    with app.app_context():
        sent = [outgoing.send_due(way), outgoing.send_due(way)]
        kept = db.session.scalars(select(Mail)).one()

    text = mailbox.received[0].content.decode()
    assert (sent, len(mailbox.received)) == ([1, 0], 1)
    assert mailbox.received[0].rcpt_tos == [NOA]
    assert "Subject: Your password was changed" in text
    assert "From: Steady <hello@localhost>" in text
    assert kept.sent_at is not None and kept.address_sealed is None and kept.body_sealed is None


def test_a_server_that_is_down_is_asked_again_later(app, mailbox):
    owe_one(app)
    down = outgoing.by_smtp(replace(app.config["STEADY"], smtp_url="smtp://127.0.0.1:1"))
    up = outgoing.by_smtp(replace(app.config["STEADY"], smtp_url=mailbox.url))

    with app.app_context():
        first = outgoing.send_due(down)
        at_once = outgoing.send_due(up)
    due_again(app)

    with app.app_context():
        assert (first, at_once, outgoing.send_due(up)) == (0, 0, 1)
        assert db.session.scalars(select(Mail.tries)).one() == 2


def test_a_mail_taken_by_one_process_is_not_taken_by_another(app):
    owe_one(app)

    with app.app_context():
        now = clock.now()
        first, second = outgoing.take(1, now), outgoing.take(1, now)

    assert first is not None
    assert second is None


def test_a_mail_that_nobody_takes_is_given_up(app):
    owe_one(app)

    def refuse(_mail):
        raise smtplib.SMTPRecipientsRefused({})

    with app.app_context():
        for _ in range(outgoing.MOST_TRIES + 3):
            outgoing.send_due(refuse)
            db.session.execute(update(Mail).values(due_at=clock.now() - timedelta(seconds=1)))
            db.session.commit()
        assert db.session.scalars(select(Mail.tries)).one() == outgoing.MOST_TRIES


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


@pytest.mark.parametrize("passed_on", ["X-Forwarded-For", "X-Forwarded-Proto", "Forwarded"])
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
