"""Sending the mail that is owed.

What is older than a day is never sent, and its words are forgotten: its links lead nowhere any
more. Whoever owed a mail is asked before each try whether it is still wanted. One may go out twice
when a process dies in between; then both have one Message-ID.
"""

import contextlib
import smtplib
import ssl
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

import gevent
from flask import Flask, current_app
from sqlalchemy import or_, select, update

from accountability.core import clock
from accountability.core.change import change, quiet_change
from accountability.core.config import Settings
from accountability.core.extensions import db
from accountability.core.loopback import is_loopback
from accountability.core.mail import CALL, KEPT, LETTER, Mail, has_outbox
from accountability.core.promises import Held, keeps
from accountability.core.starting import refuse
from accountability.core.streams import Stream

PATIENCE = 15  # for each of the steps
WHOLE_PATIENCE = 60  # a server that drips comes to an end, too
LEASE = timedelta(seconds=75)
PLACES, PLACES_OF_CALLS = 6, 4
PORTS = {"smtp": 25, "smtps": 465}
OVERHEARD = "LOGS=json needs SMTP_URL here: without it mail is printed, and the log would keep it."

Send = Callable[[EmailMessage], None]
# Whether the mail of this name is still wanted: features above append here, and may raise Later.
WANTED: list[Callable[[str], bool]] = []
# What is announced when a mail went out, and in which stream: features above append here.
WENT_OUT: list[Callable[[str], tuple[Stream, Any] | None]] = []


def message_of(mail: Mail, settings: Settings) -> EmailMessage:
    """The mail as it goes over the wire: plain words and a neutral sender."""
    message = EmailMessage()
    message["From"] = f"{settings.app_name} <{settings.mail_from}>"
    message["To"] = mail.address
    message["Subject"] = mail.subject
    message["Date"] = formatdate(usegmt=True)
    domain = settings.mail_from.rpartition("@")[2]
    message["Message-ID"] = f"<{mail.public_id}@{domain}>"
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

    def send(message: EmailMessage) -> None:
        with contextlib.closing(_connect(server)) as line:
            if server.username:
                line.login(unquote(server.username), unquote(server.password or ""))
            line.send_message(message)
            # It has the mail: nothing it says now matters, nor how long that takes.
            with contextlib.suppress(OSError, gevent.Timeout):
                line.putcmd("QUIT")

    return send


def to_terminal(message: EmailMessage) -> None:
    """Show a mail to whoever runs the service, where the outbox page is not open to them."""
    sys.stderr.write(f"\nMail to {message['To']}: {message['Subject']}\n{message.get_content()}\n")


def way_of(app: Flask) -> Send | None:
    """How this service sends mail; None if it is read on the outbox page."""
    settings: Settings = app.config["STEADY"]
    if settings.smtp_url:
        return by_smtp(settings)
    return None if has_outbox(app) else to_terminal


def refuse_overheard(app: Flask) -> None:
    """Refuse to start where mail would be printed into a log that is kept."""
    if app.config["STEADY"].logs == "json" and way_of(app) is to_terminal:
        refuse(OVERHEARD)


def _can(app: Flask) -> bool:
    return way_of(app) is not None


@keeps(LETTER, lease=LEASE, places=PLACES, outside=True, can=_can)
@keeps(CALL, lease=LEASE, places=PLACES_OF_CALLS, outside=True, can=_can)
def send_mail(mine: Held) -> None:
    """Send one mail, unless it was sent, is too old, or is wanted no more.

    It holds no connection of the database while it talks to the mail server.
    """
    young = Mail.made_at > clock.now() - KEPT
    found = select(Mail).where(Mail.public_id == mine.about, Mail.sent_at.is_(None), young)
    mail, send = db.session.scalar(found), way_of(current_app)
    if mail is None or mail.body is None or not all(asks(mine.about) for asks in WANTED):
        return
    if send is None:
        raise LookupError("the way was there when this was taken")
    message = message_of(mail, current_app.config["STEADY"])
    db.session.rollback()
    _send_in_time(send, message)
    _settle(mine.about)


def _send_in_time(send: Send, message: EmailMessage) -> None:
    """Raise TimeoutError once it took too long.

    Not from within: who connects passes over that, as any fault of a line, and tries the next
    address, with no end to its patience.
    """
    try:
        with gevent.Timeout(WHOLE_PATIENCE):
            send(message)
    except gevent.Timeout as fault:
        raise TimeoutError from fault


def _settle(mail_id: str) -> None:
    """Note that the mail went out, and forget its words: their links are nobody else's.

    Whoever hears of it is told in the same change: a promise is kept by one.
    """
    sent = {"sent_at": clock.now(), "address_sealed": None, "body_sealed": None}
    note = update(Mail).where(Mail.public_id == mail_id).values(**sent)
    told = [one for hears in WENT_OUT if (one := hears(mail_id))]
    if not told:
        with quiet_change():
            db.session.execute(note)
        return
    with change(*(stream for stream, _event in told)) as announce:
        db.session.execute(note)
        for _stream, event in told:
            announce(event)


def forget_words(now: datetime) -> None:
    """Forget address and words of what was sent or is too old to be."""
    is_over = or_(Mail.sent_at.is_not(None), Mail.made_at <= now - KEPT)
    with quiet_change():
        db.session.execute(
            update(Mail)
            .where(or_(Mail.body_sealed.is_not(None), Mail.address_sealed.is_not(None)), is_over)
            .values(address_sealed=None, body_sealed=None)
        )
