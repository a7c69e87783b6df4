"""A mail server that takes letters and never answers: calls go, and letters to others come through.

A real process, a real mail server, real time.
"""

from __future__ import annotations

import time

import pytest

from accountability.core import outgoing
from tests.accounts.post import ask_for_letter, post_office
from tests.browser.pair import meet
from tests.kit import cast
from tests.kit.push_service import push_service
from tests.kit.service import Service
from tests.many.ending import asked
from tests.many.waiting import wait_until

LINK, SOMETHING = "Your link", "Something new for you"
TOOK = f"""SELECT (julianday(sent_at) - julianday(made_at)) * 86400 FROM mails
    WHERE subject = '{SOMETHING}'"""
ROUNDS = 3
MANY = ROUNDS * outgoing.PLACES
AT_MOST = 9.0  # seconds: five to take it back, the rest for a busy machine; a hang lasts fifteen
IN_TURN = ROUNDS * outgoing.PATIENCE + AT_MOST


@pytest.fixture
def service(tmp_path):
    with Service(tmp_path / "instance", PUSH_LOOPBACK="on", LIMITS="off") as running:
        yield running


@pytest.fixture
def mailbox():
    with post_office() as mailbox:
        mailbox.answers.clear()
        yield mailbox
        mailbox.answers.set()


def owe_letters_that_hang(service, mailbox):
    """More than go at once, and so many that they still do when a call is mailed."""
    for number in range(MANY):
        one = cast.sign_up_new(service.origin, f"N{number}")
        mailbox.silent_to.add(one.email)
        ask_for_letter(one)


def hanging(mailbox):
    """To how many people a letter is under way that gets no answer."""
    return len(mailbox.silent_to & {name for one in mailbox.sent for name in one.rcpt_tos})


def came_to(mailbox, browser, subject):
    """Whether the server took such a mail for somebody."""
    taken = [one.content for one in mailbox.received if browser.email in one.rcpt_tos]
    return any(f"Subject: {subject}".encode() in one for one in taken)


def test_letters_that_hang_hold_up_no_call_by_either_road_and_others_for_their_time(
    service, mailbox
):
    with push_service() as pushes:
        pair, other, phone = meet(service.origin), meet(service.origin), pushes.subscriber()
        other.ben.post("/me/devices", endpoint=phone.endpoint, **phone.keys).expect(201)
        owe_letters_that_hang(service, mailbox)
        ask_for_letter(other.ana)
        service.stop()
        service.start(SMTP_URL=mailbox.url, PUBLIC_URL=service.origin)
        wait_until(lambda: hanging(mailbox) == outgoing.PLACES)
        begun = time.monotonic()
        for one in (pair, other):
            one.alert()
        wait_until(lambda: pushes.to(phone), within=60)
        rung, came_already = time.monotonic() - begun, came_to(mailbox, other.ana, LINK)
        wait_until(lambda: came_to(mailbox, other.ana, LINK), within=60)
        linked = time.monotonic() - begun
        wait_until(lambda: came_to(mailbox, pair.ben, SOMETHING), within=90)
        wait_until(lambda: all(took is not None for (took,) in asked(service, TOOK)))

    assert not came_already, "letters did not hang"
    assert (rung < AT_MOST, linked < IN_TURN) == (True, True)
    assert max(took for (took,) in asked(service, TOOK)) < AT_MOST
