"""How it went, and the slip that may be logged with it."""

from datetime import timedelta

import pytest

from accountability.circles import services as circles
from accountability.core import cards, clock
from accountability.core.errors import Refused
from accountability.core.extensions import db
from accountability.streaks import services as streaks
from accountability.streaks.models import CheerWord, Slip
from accountability.urges import services
from accountability.urges.choices import Outcome
from accountability.urges.events import AlertResolved
from accountability.urges.shapes import alert_shape, company_shape, response_shape


@pytest.fixture
def alert(context, cast):
    return services.raise_alert(cast.member("Ana"))


def today():
    return clock.now().date()


def test_a_slip_is_logged_with_it_and_the_streak_begins_anew(cast, alert):
    ana = cast.member("Ana")
    journey = streaks.begin_journey(ana.account, today() - timedelta(days=20))

    services.resolve(ana, alert, Outcome.SLIPPED, log_slip=today() - timedelta(days=1))

    assert alert.state == "slipped"
    assert [slip.day for slip in journey.slips] == [today() - timedelta(days=1)]
    assert journey.streak().days == 1


def test_a_fault_between_the_two_leaves_neither(cast, alert, monkeypatch):
    ana = cast.member("Ana")
    streaks.begin_journey(ana.account, today() - timedelta(days=20))

    def fail(_event):
        raise OSError("disk full")

    monkeypatch.setitem(cards._before_commit, AlertResolved, [fail])
    with pytest.raises(OSError, match="disk"):
        services.resolve(ana, alert, Outcome.SLIPPED, log_slip=today())

    assert alert.is_open and db.session.query(Slip).count() == 0


def test_a_day_that_cannot_be_leaves_it_open(cast, alert):
    ana = cast.member("Ana")
    with pytest.raises(Refused, match="Begin your journey"):
        services.resolve(ana, alert, Outcome.SLIPPED, log_slip=today())
    streaks.begin_journey(ana.account, today())

    with pytest.raises(Refused, match="Choose a day"):
        services.resolve(ana, alert, Outcome.SLIPPED, log_slip=today() + timedelta(days=2))

    assert alert.is_open


def test_the_thanks_are_for_all_and_what_helped_for_nobody_else(cast, alert):
    services.resolve(cast.member("Ana"), alert, Outcome.HELD, helped="the lake", thanks="you two")

    assert company_shape(alert)["thanks"] == "you two"
    assert "the lake" not in str([alert_shape(alert), company_shape(alert)])
    assert alert.helped == "the lake"


def test_closed_once_it_takes_no_more(cast, alert):
    ana, ben = cast.member("Ana"), cast.member("Ben")
    services.resolve(ana, alert, Outcome.STILL_HARD)

    with pytest.raises(Refused):
        services.resolve(ana, alert, Outcome.HELD)
    with pytest.raises(Refused):
        services.respond(ben, alert, "am I late?")
    with pytest.raises(Refused):
        services.respond_ready(ben, alert, "here")


def test_a_held_one_is_cheered_once_by_each_friend(cast, alert):
    ana, ben, mo = (cast.member(name) for name in ("Ana", "Ben", "Mo"))
    with pytest.raises(Refused):
        services.cheer_alert(ben, alert, CheerWord.PROUD)
    services.resolve(ana, alert, Outcome.HELD)

    services.cheer_alert(ben, alert, CheerWord.PROUD)
    services.cheer_alert(ben, alert, CheerWord.STRONG)
    services.cheer_alert(mo, alert, CheerWord.STRONG)

    assert alert_shape(alert)["cheers"] == {"strong": 2}
    with pytest.raises(Refused):
        services.cheer_alert(ana, alert, CheerWord.PROUD)


def test_a_muted_friend_has_no_free_words_but_can_be_there(cast, alert, monkeypatch):
    monkeypatch.setattr(circles, "MAY_SPEAK", [lambda _member: "You are muted."])
    ben = cast.member("Ben")

    with pytest.raises(Refused, match="muted"):
        services.respond(ben, alert, "well, well")
    ready = services.respond_ready(ben, alert, "here")
    services.claim(ben, alert)

    assert response_shape(ready)["text"] == "I am here."
