"""What the card says of each step: who is asked by name, and how it stands with the watch."""

from datetime import timedelta

import pytest

from accountability.core import clock, keeping
from accountability.core.extensions import db
from accountability.urges import services
from accountability.urges.wording import company_of
from tests.notifications.kit import watch_now

UNWATCHED = "Ben is asked first. Nobody is on watch now, so it may take a while."
MAY = "Whoever can may say “I have you”."


@pytest.fixture
def said_after(app, context, cast):
    """What the card says beneath, to its author and to friends, so many seconds after the press."""
    alert = services.raise_alert(cast.circle() and cast.member("Ana"))

    def said(seconds):
        with clock.at(alert.raised_at + timedelta(seconds=seconds)):
            keeping.keep_due(app)
            db.session.rollback()
            words = company_of(alert)
        return words.beneath, words.beneath_friends

    return said


def test_with_nobody_on_watch_its_author_is_told_so_at_once_and_no_friend(said_after):
    assert said_after(6) == (UNWATCHED, f"Ben is asked first. {MAY}")


def test_with_a_friend_on_watch_nothing_is_said_of_a_while(cast, said_after):
    watch_now(cast, "Mo")

    assert said_after(6)[0] == "Mo is asked first, and the others hear it too."


def test_each_step_says_whom_it_asks_and_what_comes_then(said_after):
    assert said_after(6) == said_after(31), "the ring of half a minute asks nobody else"

    assert said_after(61) == (
        "Mo is asked now. If nobody comes, everyone is asked again.",
        f"Mo is asked now. {MAY}",
    )
    assert said_after(121) == (
        "Everyone is asked again. Help lines and your numbers are here, too.",
        "Everyone is asked again. Can you come?",
    )
    assert said_after(421) == ("Ben is asked now. We go on asking.", f"Ben is asked now. {MAY}")
