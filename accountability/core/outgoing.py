"""Sending the mail that is owed.

A loop beside the server takes what is due, row by row. A row is put off before it is sent, so that
two processes do not send it twice at once and a dead server is asked again, ever less often. What
is older than a day is never sent, and its words are forgotten: its links lead nowhere any more.
"""

import itertools
import smtplib
import ssl
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import SplitResult, unquote, urlsplit

from flask import Flask, current_app
from sqlalchemy import or_, select, update

from accountability.core import clock
from accountability.core.change import quiet_change
from accountability.core.config import Settings
from accountability.core.extensions import db
from accountability.core.loopback import is_loopback
from accountability.core.mail import KEPT, Mail, has_outbox

EVERY = 1.0
FORGET_EVERY = 300  # turns
PATIENCE = 15
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=2)
MOST_TRIES = 14
PORTS = {"smtp": 25, "smtps": 465}

Send = Callable[[Mail], None]


def message_of(mail: Mail, settings: Settings) -> EmailMessage:
    """The mail as it goes over the wire: plain words and a neutral sender."""
    message = EmailMessage()
    message["From"] = f"{settings.app_name} <{settings.mail_from}>"
    message["To"] = mail.address
    message["Subject"] = mail.subject
    message["Date"] = formatdate(usegmt=True)
    domain = settings.mail_from.rpartition("@")[2]
    message["Message-ID"] = make_msgid(idstring=mail.public_id, domain=domain)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


def _connect(server: SplitResult) -> smtplib.SMTP:
    host, port = server.hostname or "", server.port or PORTS[server.scheme]
    safe = ssl.create_default_context()
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=safe)
    plain = smtplib.SMTP(host, port, timeout=PATIENCE)
    if not is_loopback(host):
        plain.starttls(context=safe)  # links that sign in do not cross a network in the open
    return plain


def by_smtp(settings: Settings) -> Send:
    """A way to send one mail by the configured server; raises OSError when it does not take it."""
    server = urlsplit(settings.smtp_url or "")

    def send(mail: Mail) -> None:
        with _connect(server) as line:
            if server.username:
                line.login(unquote(server.username), unquote(server.password or ""))
            line.send_message(message_of(mail, settings))

    return send


def to_terminal(mail: Mail) -> None:
    """Show a mail to whoever runs the service, where the outbox page is not open to them."""
    sys.stderr.write(f"\nMail to {mail.address}: {mail.subject}\n{mail.body}\n")


def due(now: datetime) -> list[int]:
    """The ids of the mails to send now, the oldest first; what waited for a day is not among them.

    It may have waited for the first SMTP_URL: nobody expects last week's links then.
    """
    query = select(Mail.id).where(
        Mail.sent_at.is_(None),
        Mail.due_at <= now,
        Mail.made_at > now - KEPT,
        Mail.tries < MOST_TRIES,
    )
    return list(db.session.scalars(query.order_by(Mail.due_at).limit(20)))


def take(mail_id: int, now: datetime) -> Mail | None:
    """Put the mail off and answer it; None if another process took it meanwhile."""
    with quiet_change():
        mail = db.session.get(Mail, mail_id)
        if mail is None or mail.sent_at is not None or mail.due_at > now:
            return None
        pause = min(FIRST_PAUSE * 2**mail.tries, LONGEST_PAUSE)
        taken = db.session.execute(
            update(Mail)
            .where(Mail.id == mail_id, Mail.tries == mail.tries)
            .values(tries=mail.tries + 1, due_at=now + pause)
        )
    return mail if taken.rowcount else None  # type: ignore[attr-defined]


def settle(mail: Mail) -> None:
    """Note that the mail went out, and forget its words: their links are nobody else's."""
    with quiet_change():
        mail.sent_at = clock.now()
        mail.address = mail.body = None


def forget_words(now: datetime) -> None:
    """Forget address and words of what was sent or is too old to be."""
    is_over = or_(Mail.sent_at.is_not(None), Mail.made_at <= now - KEPT)
    with quiet_change():
        db.session.execute(
            update(Mail)
            .where(or_(Mail.body_sealed.is_not(None), Mail.address_sealed.is_not(None)), is_over)
            .values(address_sealed=None, body_sealed=None)
        )


def _send_one(mail_id: int, send: Send) -> bool:
    mail = take(mail_id, clock.now())
    if mail is None:
        return False
    send(mail)
    settle(mail)
    return True


def send_due(send: Send) -> int:
    """Send everything that is due once; answers how many went out. One fault stops one mail."""
    sent = 0
    for mail_id in due(clock.now()):
        try:
            sent += _send_one(mail_id, send)
        except (OSError, smtplib.SMTPException) as fault:  # its text may hold the address
            current_app.logger.warning("mail put off: %s", type(fault).__name__)
        except Exception:  # words that no key opens, a header that cannot be: given up by its tries
            current_app.logger.exception("mail put off")
        db.session.rollback()
    return sent


def _way(app: Flask) -> Send | None:
    settings: Settings = app.config["STEADY"]
    if settings.smtp_url:
        return by_smtp(settings)
    return None if has_outbox(app) else to_terminal


def turn(app: Flask, send: Send | None, *, forgets: bool = False) -> None:
    """Do once what the loop does; whatever goes wrong, the next turn comes."""
    try:
        with app.app_context():
            if send is not None:
                send_due(send)
            if forgets:
                forget_words(clock.now())
    except Exception:
        app.logger.exception("mail waits for the next turn")


def keep_sending(app: Flask) -> None:
    """Send what is due and forget what is over, for as long as the service runs."""
    send = _way(app)
    for number in itertools.count():
        turn(app, send, forgets=number % FORGET_EVERY == 0)
        time.sleep(EVERY)


def init_app(app: Flask) -> None:
    """Let the service send its mail while it runs."""
    app.extensions.setdefault("greenlets", []).append(keep_sending)
