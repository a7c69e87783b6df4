"""Claims that end by themselves are told to open screens."""

from datetime import timedelta

from accountability.circles import services as circles
from accountability.core import clock
from accountability.core.reading import head_of
from accountability.urges import services


def test_a_silent_claim_is_ended_after_three_minutes_and_the_screens_are_told(context, cast):
    ana = cast.circle() and cast.member("Ana")
    alert = services.raise_alert(ana)
    services.claim(cast.member("Ben"), alert)
    before = head_of(alert.stream)

    early = services.end_lapsed_claims()
    with clock.at(clock.now() + timedelta(minutes=3, seconds=1)):
        late = services.end_lapsed_claims()
        again = services.end_lapsed_claims()

    assert (early, len(late), again) == ([], 1, [])
    assert head_of(alert.stream) == before + 1


def test_a_friend_who_spoke_keeps_the_claim(context, cast):
    ana = cast.circle() and cast.member("Ana")
    alert = services.raise_alert(ana)
    services.claim(cast.member("Ben"), alert)
    services.respond(cast.member("Ben"), alert, "I am here.")

    with clock.at(clock.now() + timedelta(minutes=30)):
        assert services.end_lapsed_claims() == []


def test_the_claim_of_a_friend_who_left_is_ended(context, cast):
    ana = cast.circle() and cast.member("Ana")
    alert = services.raise_alert(ana)
    services.claim(cast.member("Ben"), alert)

    circles.leave(cast.member("Ben"))

    assert [claim.alert_id for claim in services.end_lapsed_claims()] == [alert.id]
