"""Mail that waited for its server is asked for again before it goes, as what is pushed is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accountability.circles import services as circles
from accountability.core import clock
from accountability.core.change import quiet_change
from accountability.notifications import reaching, services
from accountability.notifications.choices import Matter, Road
from accountability.urges import services as urges
from tests.accounts.post import post_office, turn
from tests.circles.kit import ask
from tests.notifications import test_ring as calls
from tests.notifications.kit import HOUR
from tests.notifications.test_reach import counts

SECOND = timedelta(seconds=1)
BY_MAIL = {(Matter.MESSAGES, Road.MAIL): True}
NO_MAIL = {(Matter.COMPANY, Road.MAIL): False}


@pytest.fixture
def came(phones, cast):
    """How many mails somebody gets from a mail server that is back so long after now."""
    begun = clock.now()
    phones.keep()
    with post_office() as mailbox:
        clear(phones, mailbox, begun)

        def came(name="Ben", after=SECOND):
            mailbox.received.clear()
            clear(phones, mailbox, begun + after)
            return [one.rcpt_tos for one in mailbox.received].count([cast.account(name).email])

        yield came


def clear(phones, mailbox, at):
    with clock.at(at):
        while turn(phones.app, mailbox.url):
            pass


@pytest.fixture
def call(came, phones, cast):
    """Ana's call, whose mail to Ben waits for the server; no further step of it comes."""
    alert = urges.raise_alert(cast.member("Ana"))
    phones.rings_no_more(alert)
    mail_ben(phones, cast, alert, 2)
    return alert


def mail_ben(phones, cast, alert, step, after=timedelta()):
    with clock.at(clock.now() + after):
        with quiet_change():
            services.ring([cast.account("Ben")], alert, step, by_mail=True)
        phones.keep(clock.now())


def mail_nowhere(cast, _alert):
    reaching.choose_roads(cast.account("Ben"), NO_MAIL)


def no_mail_here(cast, _alert):
    reaching.choose_roads(cast.account("Ben"), NO_MAIL, cast.member("Ben"))


OVER = [calls.take_back, calls.take_it, calls.end_it, calls.leave]
UNWANTED = [calls.not_now, mail_nowhere, no_mail_here]


@pytest.mark.parametrize("act", [*OVER, *UNWANTED])
def test_a_call_is_mailed_to_nobody_who_would_not_be_rung_now(came, cast, call, act):
    act(cast, call)

    assert came() == 0
    assert counts(call)["sent"] == 0
    assert came(after=2 * HOUR) == 0


def test_who_cannot_gets_no_mail_and_counts_as_if_it_had_gone_out(came, cast, call):
    calls.say_no(cast, call)

    assert (came(), counts(call)["sent"]) == (0, 1)


@pytest.mark.parametrize(("minutes", "mails"), [(9, 1), (11, 0)])
def test_a_call_is_mailed_for_as_long_as_it_is_pushed(came, call, minutes, mails):
    assert came(after=timedelta(minutes=minutes)) == mails
    assert counts(call)["sent"] == mails


def test_of_two_mails_that_waited_the_latest_goes(came, phones, cast, call):
    mail_ben(phones, cast, call, 3, after=timedelta(minutes=5, seconds=1))

    assert came(after=timedelta(minutes=6)) == 1


def test_a_mail_that_waits_gives_way_to_none_that_may_not_go_yet(came, phones, cast, call):
    mail_ben(phones, cast, call, 3, after=timedelta(minutes=1))

    assert came(after=timedelta(minutes=2)) == 1


@pytest.fixture
def words(came, phones, cast):
    """Ana's words, whose mail to Ben waits for the server."""
    reaching.choose_roads(cast.account("Ben"), BY_MAIL)
    said = circles.post_message(cast.member("Ana"), "soup is on")
    phones.keep()
    return said


def test_words_wait_at_the_server_too_until_not_now_is_over(came, cast, words):
    calls.not_now(cast, None)

    assert (came(), came(after=2 * HOUR)) == (0, 1)


def test_words_that_were_taken_away_are_not_mailed(came, cast, words):
    circles.delete_message(cast.member("Ana"), words)

    assert came() == 0


def test_words_are_mailed_for_a_day(came, words):
    assert came(after=23 * HOUR) == 1


def test_a_letter_of_its_own_goes_as_it_was_owed(came, cast):
    ask(cast, "Cleo")
    reaching.say_not_now(cast.account("Mo"), clock.now() + HOUR)

    assert came("Mo") == 1
