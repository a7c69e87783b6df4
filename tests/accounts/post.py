"""A real mail server for tests, and a turn of the loop that sends what is due."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from aiosmtpd.controller import Controller
from sqlalchemy import update

from accountability.core import clock, keeping
from accountability.core.extensions import db
from accountability.core.promises import Promise
from tests.client.http import Browser


class Mailbox:
    """What a mail server was sent, and what of it it took; it can wait with its answer.

    It waits until `answers` is set, where `silent_to` names people with what is for these alone.
    """

    def __init__(self):
        self.sent, self.received = [], []
        self.refuses = False
        self.silent_to = set()
        self.answers = threading.Event()
        self.answers.set()

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the library's name
        self.sent.append(envelope)
        if self.refuses:
            return "550 No such mailbox"
        if not self.silent_to or self.silent_to & set(envelope.rcpt_tos):
            await asyncio.to_thread(self.answers.wait, 30)
        self.received.append(envelope)
        return "250 OK"


@contextmanager
def post_office() -> Iterator[Mailbox]:
    """A mail server on loopback, until the block ends."""
    mailbox = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    mailbox.url = f"smtp://127.0.0.1:{port}"
    yield mailbox
    server.stop()


def ask_for_letter(browser):
    """Let the service owe a letter to whose browser this is."""
    page = "/password/forgotten"
    Browser(browser.origin).post_form(page, page, email=browser.email)


def turn(app, url):
    """Keep what is due, with the mail server at this address; answers how many promises were."""
    with app.app_context():
        settings = app.config["STEADY"]
        app.config["STEADY"] = replace(settings, smtp_url=url)
        try:
            return keeping.keep_due(app)
        finally:
            app.config["STEADY"] = settings


def due_again(app):
    with app.app_context():
        db.session.execute(update(Promise).values(free_at=clock.now() - timedelta(seconds=1)))
        db.session.commit()
