"""Told twice to end while a promise is under way: it is in effect once, whoever keeps it then."""

from __future__ import annotations

import re

import pytest

from tests.accounts.post import ask_for_letter, post_office
from tests.browser.pair import meet
from tests.kit import cast
from tests.kit.push_service import push_service
from tests.kit.service import Service, Worker
from tests.many.ending import ENDS_WITHIN, HEARD_OF, HELD, RUNG, asked, end_twice
from tests.many.waiting import wait_until

MAILED = "SELECT sent_at IS NOT NULL FROM mails"
NAMED = re.compile(rb"^Message-ID: (.+?)\r?$", re.MULTILINE)
# Who keeps what is owed, and how many seconds after the first it is told the second time.
ENDS = pytest.mark.parametrize(("keeper", "pause"), [("web", 0.3), ("worker", 0.05)])


@pytest.fixture(params=["sqlite", "postgres"])
def url(request):
    """A database of each kind, on SQLite the one that the service makes for itself."""
    if request.param == "sqlite":
        return None
    return request.getfixturevalue("postgres").fresh_database()


@pytest.fixture
def web(tmp_path, url):
    with Service(tmp_path / "instance", url, LIMITS="off", PUSH_LOOPBACK="on") as running:
        yield running


@pytest.fixture
def start_worker(web):
    """Start one more worker beside it, which is heard of; ended with the test."""
    started = []

    def start(**settings):
        started.append(Worker(web.folder, **web.settings, **settings).start())
        wait_until(lambda: asked(web, HEARD_OF))
        return started[-1]

    yield start
    for one in started:
        one.stop()


@ENDS
def test_told_twice_to_end_while_it_pushes_it_leaves_the_call_to_the_next(
    web, start_worker, keeper, pause
):
    pair, kept_by = meet(web.origin), web if keeper == "web" else start_worker()
    with push_service() as service:
        phone = service.subscriber("kept")
        pair.ben.post("/me/devices", endpoint=phone.endpoint, **phone.keys).expect(201)
        pair.alert()
        wait_until(lambda: service.to(phone))
        code, took = end_twice(kept_by, pause)
        left = asked(web, HELD), asked(web, HEARD_OF)
        service.released.set()
        start_worker()
        wait_until(lambda: asked(web, RUNG) == [(True,)])

    assert (code, took < ENDS_WITHIN, left) == (0, True, ([], []))
    assert len({one.headers["topic"] for one in service.to(phone)}) == 1
    assert 2 <= len(service.to(phone)) <= 3, "what was cut off goes once more, and no oftener"


@ENDS
def test_told_twice_to_end_while_it_mails_it_leaves_the_letter_to_the_next(
    web, start_worker, keeper, pause
):
    somebody = cast.sign_up_new(web.origin, "Noa")
    with post_office() as mailbox:
        ask_for_letter(somebody)
        web.stop()
        mailbox.answers.clear()
        by_mail = {"SMTP_URL": mailbox.url, "PUBLIC_URL": web.origin}
        kept_by = web.start(**by_mail) if keeper == "web" else start_worker(**by_mail)
        wait_until(lambda: mailbox.sent)
        code, took = end_twice(kept_by, pause)
        left = asked(web, HELD), asked(web, HEARD_OF)
        mailbox.answers.set()
        start_worker(**by_mail)
        wait_until(lambda: asked(web, MAILED) == [(True,)])

    assert (code, took < ENDS_WITHIN, left) == (0, True, ([], []))
    assert [one.rcpt_tos for one in mailbox.sent] == [[somebody.email]] * 2
    assert len({NAMED.search(one.content).group(1) for one in mailbox.sent}) == 1
