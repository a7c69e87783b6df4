"""A test of calls: it says that it is one, and goes to whom a call of its circle would go."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from accountability.circles import services as circles
from accountability.core import clock
from accountability.core.errors import Refused
from accountability.moderation.services import mute
from accountability.notifications import drilling, reaching
from accountability.notifications.choices import Matter, Road
from accountability.urges import services as urges
from tests.moderation.kit import ground


def test_a_drill_says_that_it_is_one_and_asks_nothing(phones, cast):
    phones.give("Ben")
    phones.give("Ana")

    drilling.drill(cast.member("Ana"))
    phones.keep()

    [got] = phones.to("Ben")
    assert phones.to("Ana") == []
    said = json.loads(phones.of["Ben"].opened(got))["notification"]["body"]
    assert said == "A test. Nothing is asked of you."


def test_whom_no_call_rings_no_test_rings_and_who_pauses_sends_none(phones, cast):
    phones.give("Ben")
    reaching.choose_roads(cast.account("Ben"), {(Matter.COMPANY, Road.PUSH): False})
    mute(cast.member("Ana"), cast.member("Mo"), ground(), until=clock.now() + timedelta(days=1))

    with pytest.raises(Refused):
        drilling.drill(cast.member("Mo"))
    drilling.drill(cast.member("Ana"))
    phones.keep()

    assert phones.to("Ben") == []


@pytest.mark.parametrize("here", [True, False])
def test_a_test_goes_by_what_was_chosen_for_its_circle_as_a_call_does(phones, cast, here):
    phones.give("Ben")
    ben, road = cast.member("Ben"), (Matter.COMPANY, Road.PUSH)
    reaching.choose_roads(ben.account, {road: not here})
    reaching.choose_roads(ben.account, {road: here}, ben)

    drilling.drill(cast.member("Ana"))
    phones.keep()
    tested = len(phones.to("Ben"))
    phones.ring(urges.raise_alert(cast.member("Ana")))

    assert (tested, len(phones.rung("Ben"))) == (here, here)


def test_who_left_since_is_not_tested(phones, cast):
    phones.give("Ben")
    drilling.drill(cast.member("Ana"))

    circles.leave(cast.member("Ben"))
    phones.keep()

    assert phones.to("Ben") == []
