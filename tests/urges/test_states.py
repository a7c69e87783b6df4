"""What an alert is, computed from facts and the clock; and what its author may still do."""

from datetime import timedelta

import pytest

from accountability.core import clock
from accountability.core.errors import Refused
from accountability.core.extensions import db
from accountability.urges import access, services
from accountability.urges.choices import Outcome
from accountability.urges.shapes import alert_shape


@pytest.fixture
def alert(context, cast):
    return services.raise_alert(cast.member("Ana"), strength=6, note="the phone is in my hand")


def open_ids():
    return db.session.scalars(access.open_ids()).all()


def after(**given):
    return clock.at(clock.now() + timedelta(**given))


@pytest.mark.parametrize("outcome", list(Outcome))
def test_an_outcome_is_its_state(cast, alert, outcome):
    services.resolve(cast.member("Ana"), alert, outcome)

    with after(hours=20):
        assert alert.state == outcome.value and not alert.is_open


def test_after_twelve_hours_it_has_lapsed_without_any_job(cast, alert):
    with after(hours=11, minutes=59):
        assert alert.state == "open" and alert.public_id in open_ids()
    with after(hours=12, minutes=1):
        assert alert.state == "lapsed" and open_ids() == []
        with pytest.raises(Refused):
            services.claim(cast.member("Ben"), alert)
        assert services.raise_alert(cast.member("Ana")).public_id != alert.public_id


def test_taken_back_in_its_first_seconds_it_says_nothing_more(cast, alert):
    services.take_back(cast.member("Ana"), alert)

    facts = alert_shape(alert)
    assert facts["state"] == "taken_back"
    assert (facts["note"], facts["strength"], facts["ask"]) == (None, None, None)


def test_taken_back_too_late_it_stays_open(cast, alert):
    with after(seconds=9), pytest.raises(Refused, match="too late"):
        services.take_back(cast.member("Ana"), alert)

    assert alert.state == "open"


def test_only_its_author_takes_back_says_more_calls_and_closes(cast, alert):
    ben = cast.member("Ben")

    for act in (services.take_back, services.say_more, services.call_again):
        with pytest.raises(Refused, match="Only Ana"):
            act(ben, alert)
    with pytest.raises(Refused, match="Only Ana"):
        services.resolve(ben, alert, Outcome.HELD)

    assert access.authored_alert(ben.account_id, alert.public_id) is None


def test_two_minutes_of_nobody_are_counted_from_the_press(cast, alert):
    services.respond_ready(cast.member("Ben"), alert, "here")

    with after(minutes=1, seconds=55):
        assert not alert.has_waited
    with after(minutes=2, seconds=1):
        assert alert.has_waited
        services.respond(cast.member("Mo"), alert, "I am on the bus, write to me")
        assert alert.has_waited, "words alone have nobody"
        services.claim(cast.member("Mo"), alert)
        assert not alert.has_waited


def test_whose_author_left_asks_for_nobody_any_more(cast, alert):
    from accountability.circles import services as circles
    from accountability.circles.models import Role
    from tests.cast import hand_over

    hand_over(cast.member("Ana"), cast.member("Ben"))
    ana = cast.member("Ana")
    assert ana.role is Role.MEMBER
    circles.leave(ana)

    assert alert.state == "lapsed"
    assert access.open_alert_of(ana) is None


def test_what_is_not_given_stays_as_it_was(cast, alert):
    services.say_more(cast.member("Ana"), alert, note="now I walk")

    assert (alert.strength, alert.note) == (6, "now I walk")
