"""Mail that cannot be sent stops nothing else, and old mail is neither sent, shown nor kept."""

from contextlib import suppress
from datetime import timedelta
from email.message import EmailMessage

import gevent
import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import TimeoutError as PoolTimeout

from accountability.core import clock, outgoing
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.core.mail import Mail, owe_letter
from accountability.core.promises import Promise
from accountability.retention import forget
from tests.accounts.post import turn
from tests.cast import Browser

NOA, MIA = "noa@example.org", "mia@example.org"
DAY = timedelta(days=1)


def owe(app, address=NOA, **columns):
    """Owe a mail, with these columns set afterwards; answers its row's id."""
    with app.app_context():
        with quiet_change():
            mail = owe_letter(address, "password_changed")
            db.session.flush()
            mail_id = mail.id
        if columns:
            db.session.execute(update(Mail).where(Mail.id == mail_id).values(**columns))
            db.session.commit()
    return mail_id


def row(app, mail_id):
    with app.app_context():
        return db.session.get(Mail, mail_id)


def words_of(mail):
    return mail.address_sealed, mail.body_sealed


def received_by(mailbox):
    return [one.rcpt_tos for one in mailbox.received]


@pytest.mark.parametrize(
    "odd",
    [{"body_sealed": b"\x01\x02k1damaged"}, {"subject": "Two\nlines"}],
    ids=["seal", "header"],
)
def test_a_mail_that_cannot_be_made_is_given_up_and_stops_no_other(app, mailbox, odd):
    first = owe(app, NOA, **odd)
    owe(app, MIA)

    turn(app, mailbox.url)
    with clock.at(clock.now() + DAY):
        turn(app, mailbox.url)

    assert received_by(mailbox) == [[MIA]]
    with app.app_context():
        given_up = select(Promise).where(Promise.about == row(app, first).public_id)
        assert db.session.scalars(given_up).one().kept_at is not None


def test_a_turn_without_a_free_connection_is_followed_by_the_next(app, mailbox, monkeypatch):
    owe(app)
    with app.app_context():
        engine = db.engine
        monkeypatch.setattr(engine.pool, "_timeout", 0.01)  # not to wait five seconds for it
        taken = [engine.connect() for _ in range(40)]
        with pytest.raises(PoolTimeout):
            turn(app, mailbox.url)
        for connection in taken:
            connection.close()

    assert turn(app, mailbox.url) == 1


def test_mail_that_waited_longer_than_a_day_for_a_server_is_not_sent(app, mailbox):
    owe(app, NOA, made_at=clock.now() - DAY - timedelta(minutes=1))
    owe(app, MIA, made_at=clock.now() - DAY + timedelta(minutes=5))

    turn(app, mailbox.url)

    assert received_by(mailbox) == [[MIA]]


def test_mail_without_a_way_waits_for_one(app, mailbox):
    owe(app)

    assert (turn(app, None), turn(app, mailbox.url)) == (0, 1)


def test_the_outbox_shows_only_what_is_young(app):
    owe(app, NOA, made_at=clock.now() - DAY - timedelta(minutes=1))
    owe(app, MIA)

    page = Browser(app).client.get("/outbox", headers={"Host": "localhost"}).text

    assert MIA in page
    assert NOA not in page


def test_words_that_are_over_are_forgotten_with_and_without_a_server(app):
    old = owe(app, made_at=clock.now() - DAY - timedelta(minutes=1))
    sent = owe(app, sent_at=clock.now())
    young = owe(app)

    with app.app_context():
        forget()

    assert words_of(row(app, old)) == words_of(row(app, sent)) == (None, None)
    assert None not in words_of(row(app, young))
    with app.app_context():
        assert len(db.session.scalars(select(Mail)).all()) == 3


def test_who_passes_over_addresses_that_hang_comes_to_an_end_too(monkeypatch):
    monkeypatch.setattr(outgoing, "WHOLE_PATIENCE", 0.1)
    tried = []

    def try_each(_message):
        for address in range(4):  # as who connects to a name with several does
            tried.append(address)
            with suppress(OSError):
                gevent.sleep(0.3)

    with pytest.raises(TimeoutError):
        outgoing._send_in_time(try_each, EmailMessage())

    assert tried == [0]
