"""Words and decisions without end: what a phone and a mailbox get of them, and what stays owed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accountability.circles import services as circles
from accountability.core import clock
from accountability.notifications import reaching
from accountability.notifications.choices import Matter, Road
from tests.notifications.kit import deliveries, mails_to, owed

MINUTE = timedelta(minutes=1)


@pytest.fixture
def asked(phones, cast):
    """Ben asked to be told of words by both roads."""
    chosen = {(Matter.MESSAGES, road): True for road in Road}
    reaching.choose_roads(cast.account("Ben"), chosen)


def say(cast, times, name="Ana"):
    return [circles.post_message(cast.member(name), f"words {turn}") for turn in range(times)]


def test_of_many_words_that_wait_the_latest_alone_is_pushed(phones, cast, asked):
    phones.give("Ben")
    before = len(mails_to(cast, "Ben"))

    said = say(cast, 6)
    phones.keep()

    [got] = phones.to("Ben")
    [gone_out] = [one for one in deliveries() if one.device and one.handed_at]
    assert got and gone_out.step == said[-1].id
    assert len(mails_to(cast, "Ben")) - before == 1
    assert owed() == []


def test_words_taken_away_replace_none_that_wait(phones, cast, asked):
    phones.give("Ben")
    before = len(mails_to(cast, "Ben"))
    *_first, gone = say(cast, 2)
    circles.delete_message(cast.member("Ana"), gone)

    phones.keep()

    assert (len(phones.to("Ben")), len(mails_to(cast, "Ben")) - before) == (1, 1)


def test_phones_that_cannot_be_reached_are_owed_one_push_each_however_many_words(
    phones, cast, asked
):
    for _phone in range(2):
        phones.give("Ben", "500")
    for turn in range(6):
        say(cast, 1)
        phones.keep(clock.now() + timedelta(seconds=turn))
    phones.keep(clock.now() + 20 * MINUTE)

    assert len(owed()) == 2
