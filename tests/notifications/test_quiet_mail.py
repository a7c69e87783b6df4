"""Mail in quiet hours and after "not now": calls at once or never, all else when it is over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accountability.circles import services as circles
from accountability.core import clock
from accountability.core.change import quiet_change
from accountability.notifications import reaching, services
from accountability.notifications.choices import Matter, Road
from accountability.urges import services as urges
from tests.notifications.kit import mails_to

HOUR = timedelta(hours=1)


@pytest.fixture
def ben(phones):
    """Ben's phone, which agreed."""
    return phones.give("Ben")


def be_quiet(cast):
    now = clock.now()  # the cast live by UTC
    minute = now.hour * 60 + now.minute
    hours = (minute - 5) % 1440, (minute + 30) % 1440
    reaching.choose_hours(cast.account("Ben"), *hours, rings_through=False)


def not_now(cast):
    reaching.say_not_now(cast.account("Ben"), clock.now() + HOUR)


def mailed_to_ben(cast):
    return len(mails_to(cast, "Ben"))


def test_a_call_comes_by_mail_in_quiet_hours_at_once_for_mail_does_not_ring(phones, cast, ben):
    alert = urges.raise_alert(cast.member("Ana"))
    before = mailed_to_ben(cast)
    be_quiet(cast)
    with quiet_change():
        services.ring([cast.account("Ben")], alert, 2, by_mail=True)

    phones.keep()

    assert (mailed_to_ben(cast) - before, phones.rung("Ben")) == (1, [])


def test_a_call_comes_by_no_road_to_who_said_not_now(phones, cast, ben):
    alert = urges.raise_alert(cast.member("Ana"))
    before = mailed_to_ben(cast)
    with quiet_change():
        services.ring([cast.account("Ben")], alert, 2, by_mail=True)

    not_now(cast)
    phones.keep()

    assert (mailed_to_ben(cast), phones.rung("Ben")) == (before, [])


@pytest.mark.parametrize("leave_alone", [be_quiet, not_now])
def test_other_mail_waits_until_the_quiet_is_over_and_is_one_then(phones, cast, ben, leave_alone):
    reaching.choose_roads(cast.account("Ben"), {(Matter.MESSAGES, Road.MAIL): True})
    before = mailed_to_ben(cast)
    leave_alone(cast)
    for words in ("words that can wait", "more of them"):
        circles.post_message(cast.member("Ana"), words)

    phones.keep()
    at_once = mailed_to_ben(cast) - before
    phones.keep(clock.now() + 2 * HOUR)

    assert (at_once, mailed_to_ben(cast) - before) == (0, 1)
