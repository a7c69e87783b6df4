"""Words without end to somebody whose phones all hang delay no call: a real process, real time."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, closing
from datetime import datetime

import pytest

from tests.browser.pair import meet
from tests.kit import cast
from tests.kit.push_service import push_service
from tests.kit.service import Service

PHONES, WORDS = 10, 60  # as many phones as somebody may have
AT_MOST = 2.0  # seconds, on a machine that does something else meanwhile
RUNG = """
    SELECT deliveries.made_at, accepted_at FROM deliveries
    JOIN notifications ON notifications.id = notification_id
    WHERE notifications.kind = 'alert' AND accepted_at IS NOT NULL
"""


@pytest.fixture
def running(tmp_path):
    with Service(tmp_path / "instance", PUSH_LOOPBACK="on", LIMITS="off") as service:
        yield service


def ask(service, query):
    path = next(service.folder.glob("*.sqlite"))
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        return database.execute(query).fetchall()


def seconds_to_hand_over(service):
    """How long after it was owed the one push of a call was handed over."""
    [(owed_at, handed_at)] = ask(service, RUNG)
    return (datetime.fromisoformat(handed_at) - datetime.fromisoformat(owed_at)).total_seconds()


def agree(browser, subscriber):
    browser.post("/me/devices", endpoint=subscriber.endpoint, **subscriber.keys).expect(201)


def say(pair, times):
    for number in range(times):
        cast.say(pair.ana, pair.circle, f"words {number}")


def test_words_without_end_to_phones_that_hang_delay_no_call(running):
    with ExitStack() as opened:
        good, *hanging = [opened.enter_context(push_service()) for _ in range(5)]
        flooded, other, phone = meet(running.origin), meet(running.origin), good.subscriber()
        place = f"/circles/{flooded.circle}/preferences"
        flooded.ben.post(place, push_messages="y", mail_messages="y").expect(200, 201, 302)
        for number in range(PHONES):
            one = cast.second_browser(flooded.ben)
            agree(one, hanging[number % len(hanging)].subscriber("hang"))
        agree(other.ben, phone)
        say(flooded, WORDS)

        other.alert()
        other.ben.until(lambda: say(flooded, 1) or ask(running, RUNG), within=60)

    assert ask(running, "SELECT count(*) FROM deliveries")[0][0] > WORDS * PHONES
    assert seconds_to_hand_over(running) < AT_MOST
