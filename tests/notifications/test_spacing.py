"""Nobody's phone is flooded by one friend, and no call is held back by that."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest

from accountability.core import clock
from accountability.core.change import quiet_change
from accountability.notifications import access, services
from accountability.notifications.tidings import tidings
from accountability.urges import services as urges
from accountability.urges.choices import Outcome
from accountability.watches import services as watches
from tests.notifications.kit import watch_now

PLACE = "/circles/abc/watch"


@pytest.fixture
def ben(phones):
    return phones.give("Ben")


@contextmanager
def after(seconds):
    with clock.at(clock.now() + timedelta(seconds=seconds)):
        yield


def shown(phones, name="Ben"):
    """What was shown on somebody's phone about calls."""
    return [phones.of[name].read(one)["notification"] for one in phones.rung(name)]


def press_and_close(phones, cast, times):
    """Ana presses, lets it ring and closes, each ten seconds."""
    for turn in range(times):
        with after(10 * turn):
            alert = urges.raise_alert(cast.member("Ana"))
        with after(10 * turn + 6):
            phones.keep(clock.now())
            urges.resolve(cast.member("Ana"), alert, Outcome.HELD)


def test_pressing_and_closing_without_end_rings_once_a_minute_in_one_place(phones, cast, ben):
    press_and_close(phones, cast, times=12)

    assert len(shown(phones)) == 2
    assert len({one["tag"] for one in shown(phones)}) == 1


def test_a_new_call_rings_anew_in_the_place_of_the_old_one(phones, cast, ben):
    press_and_close(phones, cast, times=1)
    with after(300):
        phones.ring(urges.raise_alert(cast.member("Ana")))

    first, second = shown(phones)
    assert first["tag"] == second["tag"] and second["renotify"]


def test_a_call_that_came_too_soon_is_rung_a_minute_after_the_one_before(phones, cast, ben):
    press_and_close(phones, cast, times=1)
    with after(20):
        urges.raise_alert(cast.member("Ana"))
    for seconds, rings in ((26, 1), (60, 1), (67, 2), (80, 2)):
        with after(seconds):
            phones.keep(clock.now())
        assert len(shown(phones)) == rings


def test_another_friend_and_another_circle_wait_for_nobody(phones, cast, ben):
    press_and_close(phones, cast, times=1)
    with after(12):
        alert = urges.raise_alert(cast.member("Mo"))
        phones.keep(alert.raised_at + timedelta(seconds=5.1))

    assert len({one["tag"] for one in shown(phones)}) == 2


def test_still_alone_without_end_rings_loudly_at_most_each_twenty_seconds(phones, cast, ben):
    watch_now(cast, "Ben")
    alert = urges.raise_alert(cast.member("Ana"))
    for seconds in range(6, 66, 3):
        with after(seconds):
            urges.call_again(cast.member("Ana"), alert)
            phones.keep(clock.now())
    within = len(shown(phones))
    for seconds in range(66, 460, 4):
        with after(seconds):
            phones.keep(clock.now())

    assert 2 <= within <= 4
    assert len(shown(phones)) - within <= 4, "only the steps of the last round"


def test_one_kind_of_push_says_nothing_of_whom_it_is_about(phones, cast, ben):
    mo = phones.give("Mo")
    phones.ring(urges.raise_alert(cast.member("Ana")))

    [to_ben], [to_mo] = phones.rung("Ben"), phones.rung("Mo")
    assert mo and to_ben.headers["topic"] != to_mo.headers["topic"]
    assert len(to_ben.headers["topic"]) <= 32


def news(cast):
    return [one for one in access.unread_of(cast.account("Ben")) if one.kind == "swap_asked"]


def _ask(cast, name):
    about = tidings(cast.account("Ben"), "swap_asked", PLACE, name=name, circle="Harbour")
    services.tell(about)


def test_the_same_said_again_within_the_hour_is_one_line_and_one_push(phones, cast, ben):
    for _again in range(5):
        with quiet_change():
            _ask(cast, "Ana")
        phones.keep()

    assert len(news(cast)) == 1 and len(phones.to("Ben")) == 1
    with after(3700), quiet_change():
        _ask(cast, "Ana")
    phones.keep(clock.now() + timedelta(seconds=3701))
    assert len(phones.to("Ben")) == 2


def test_under_ever_new_names_three_are_pushed(phones, cast, ben):
    for name in "abcdef":
        with quiet_change():
            _ask(cast, name)
        phones.keep()

    assert len(phones.to("Ben")) == 3 and len(news(cast)) == 6


def test_a_question_taken_back_is_news_no_more_and_rings_no_more(phones, cast, ben):
    hour = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=3)
    before = len(news(cast))
    watches.take_hour(cast.member("Ana"), hour)
    swap = watches.ask_swap(cast.member("Ana"), cast.member("Ben"), hour)
    asked = len(news(cast))

    watches.withdraw_swap(cast.member("Ana"), swap)
    phones.keep()

    assert (asked - before, len(news(cast)) - before) == (1, 0)
    assert phones.to("Ben") == []
