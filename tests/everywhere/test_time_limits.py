"""Every limit of time that a person meets, and the way back when it has passed.

A limit that is not listed here is a limit that nobody has thought to the end. On the page alone:
a notice that is a link stays, and one that goes after eight seconds only repeats what the page
shows; the line about a newer version stays until it is pressed (tests/browser/app/test_newer.py);
a press that waited two minutes asks first (tests/browser/outbox/test_age.py).
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from accountability.circles import services as circles
from accountability.circles.models import INVITATION_LASTS, YES_LASTS
from accountability.core import clock
from accountability.core.errors import Refused
from accountability.urges import services
from accountability.urges.choices import Outcome
from accountability.urges.claims import SILENT_AFTER
from accountability.urges.models import LAPSES_AFTER, TAKE_BACK_WITHIN
from tests.circles.kit import invite, welcomed

A_MOMENT = timedelta(seconds=4)  # beyond what is allowed for a slow road

# What ends, after how long, and the test that shows the way back.
LIMITS = [
    ("taking a press back", TAKE_BACK_WITHIN, 5, "after_it_an_alert_is_closed"),
    ("a silent claim", SILENT_AFTER, 180, "after_it_the_same_friend_claims_again"),
    ("an open alert", LAPSES_AFTER, 43_200, "after_it_one_calls_again"),
    ("an invitation", INVITATION_LASTS, 259_200, "after_it_another_invitation_works"),
    ("a yes to a newcomer", YES_LASTS, 259_200, "after_it_a_newcomer_knocks_again"),
]


def after(limit):
    return clock.at(clock.now() + limit + A_MOMENT)


@pytest.mark.parametrize(
    ("limit", "seconds", "test"),
    [one[1:] for one in LIMITS],
    ids=[one[0] for one in LIMITS],
)
def test_each_limit_is_as_long_as_the_pages_say_and_has_a_way_back(limit, seconds, test):

    assert limit.total_seconds() == seconds
    assert f"test_{test}" in globals()


def test_after_it_an_alert_is_closed(context, cast):
    alert = services.raise_alert(cast.member("Ana"))

    with after(TAKE_BACK_WITHIN):
        assert not alert.can_be_taken_back
        services.resolve(cast.member("Ana"), alert, Outcome.HELD)

        assert alert.state == "held"


def test_after_it_the_same_friend_claims_again(context, cast):
    alert = services.raise_alert(cast.member("Ana"))
    services.claim(cast.member("Ben"), alert)

    with after(SILENT_AFTER):
        assert alert.holder is None
        services.respond(cast.member("Ben"), alert, "I am back.")
        services.claim(cast.member("Ben"), alert)

        assert alert.holder.name == "Ben"


def test_after_it_one_calls_again(context, cast):
    lapsed = services.raise_alert(cast.member("Ana"))

    with after(LAPSES_AFTER):
        again = services.raise_alert(cast.member("Ana"))

        assert (lapsed.state, again.state) == ("lapsed", "open")
        assert again.public_id != lapsed.public_id


def test_after_it_another_invitation_works(context, cast):
    old = invite(cast)

    with after(INVITATION_LASTS):
        with pytest.raises(Refused):
            circles.ask_to_join(cast.account("Cleo"), old, name="Cleo")
        newcomer = circles.ask_to_join(cast.account("Cleo"), invite(cast), name="Cleo")

        assert newcomer.invitation is not old


def test_after_it_a_newcomer_knocks_again(context, cast):
    late = welcomed(cast, "Cleo")

    with after(YES_LASTS):
        with pytest.raises(Refused):
            circles.accept_agreement(cast.account("Cleo"), late)
        again = circles.ask_to_join(cast.account("Cleo"), invite(cast), name="Cleo")
        circles.welcome(cast.member("Ana"), again)

        assert circles.accept_agreement(cast.account("Cleo"), again).name == "Cleo"
