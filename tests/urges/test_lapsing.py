"""Claims that end by themselves are told to open screens."""

from datetime import timedelta

from accountability.circles import services as circles
from accountability.core import clock
from accountability.core.extensions import db
from accountability.core.reading import head_of
from accountability.urges import services
from accountability.urges.choices import Outcome
from tests.circles.kit import at_once


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


def after_twelve_hours():
    return clock.at(clock.now() + timedelta(hours=12, seconds=1))


def test_an_alert_that_lapses_is_told_once_to_every_screen_that_shows_it(context, cast):
    ana = cast.circle() and cast.member("Ana")
    alert = services.raise_alert(ana)
    before = {stream.id: head_of(stream) for stream in alert.streams}

    early = services.end_lapsed_alerts()
    with after_twelve_hours():
        late = services.end_lapsed_alerts()
        again = services.end_lapsed_alerts()

    assert (early, [one.id for one in late], again) == ([], [alert.id], [])
    told = {stream.id: head_of(stream) for stream in alert.streams}
    assert told == {stream_id: head + 1 for stream_id, head in before.items()}
    assert alert.state == "lapsed"


def test_what_its_author_ended_never_lapses(context, cast):
    ana = cast.circle() and cast.member("Ana")
    services.resolve(ana, services.raise_alert(ana), Outcome.HELD)
    services.take_back(ana, services.raise_alert(ana))

    with after_twelve_hours():
        assert services.end_lapsed_alerts() == []


def looked_twice_at_once(app, end, after):
    """How much each of two processes ended that looked at one moment, so long after now."""
    late = clock.now() + after + timedelta(seconds=1)
    db.session.rollback()

    def look():
        with clock.at(late):
            return len(end())

    return at_once(app, look, look)


def test_two_processes_that_look_at_once_tell_it_once(app, context, cast):
    ana = cast.circle() and cast.member("Ana")
    alert = services.raise_alert(ana)
    before = head_of(alert.stream)

    told = looked_twice_at_once(app, services.end_lapsed_alerts, timedelta(hours=12))

    assert sum(told) == 1
    assert head_of(alert.stream) == before + 1


def test_the_alert_of_somebody_whom_no_circle_hears_any_more_is_ended(context, cast):
    ben = cast.circle() and cast.member("Ben")
    alert = services.raise_alert(ben)

    circles.leave(ben)

    assert [one.id for one in services.end_lapsed_alerts()] == [alert.id]
    assert services.end_lapsed_alerts() == []


def test_two_processes_that_look_at_once_end_a_silent_claim_once(app, context, cast):
    ana = cast.circle() and cast.member("Ana")
    alert = services.raise_alert(ana)
    services.claim(cast.member("Ben"), alert)
    before = head_of(alert.stream)

    ended = looked_twice_at_once(app, services.end_lapsed_claims, timedelta(minutes=3))

    assert sum(ended) == 1
    assert head_of(alert.stream) == before + 1
