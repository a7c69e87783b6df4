"""Words are company while whoever said them is there: once they left, the next friend is asked."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from accountability.circles import services as circles
from accountability.core import clock, keeping
from accountability.core.extensions import db
from accountability.moderation import services as moderation
from accountability.running import figures
from accountability.urges import services
from accountability.urges.hand_ons import HandOn
from tests.moderation.kit import ground


@pytest.fixture
def alert(context, cast):
    """Ana asks Ben and Mo for company."""
    return services.raise_alert(cast.circle() and cast.member("Ana"))


@pytest.fixture
def after(app, alert):
    """Let it be so many seconds after the press; what is due then is kept at the end of it."""

    def after(seconds, act=lambda: None):
        with clock.at(alert.raised_at + timedelta(seconds=seconds)):
            act()
            while keeping.keep_due(app):
                pass
            db.session.rollback()

    return after


def asked():
    rows = db.session.scalars(select(HandOn).order_by(HandOn.id))
    return [one.named.name for one in rows if one.named]


def write(cast, name, alert):
    return lambda: services.respond(cast.member(name), alert, "I am here.")


def remove(cast, name):
    return lambda: moderation.remove(cast.member("Ana"), cast.member(name), ground())


@pytest.mark.parametrize("how", ["removed", "left"])
def test_whoever_wrote_and_is_gone_is_no_company_any_more(after, alert, cast, how):
    after(10, write(cast, "Mo", alert))
    after(80)
    before = asked()

    after(90, remove(cast, "Mo") if how == "removed" else lambda: circles.leave(cast.member("Mo")))

    assert (len(before), len(asked())) == (1, 2)
    assert asked()[-1] == "Ben"
    with clock.at(alert.raised_at + timedelta(seconds=92)):
        assert not alert.has_company
    after(230)
    assert figures.dropped() == 0


def test_the_words_of_others_who_are_there_stay_company(after, alert, cast):
    after(10, write(cast, "Ben", alert))
    after(30, write(cast, "Mo", alert))
    after(60, remove(cast, "Mo"))
    after(10 + 170)
    before = asked()

    after(10 + 185)

    assert (len(before), len(asked())) == (1, 2)


def test_words_that_were_over_already_begin_nothing_anew(after, alert, cast):
    after(10, write(cast, "Mo", alert))
    after(195)
    before = asked()

    after(200, remove(cast, "Mo"))

    assert asked() == before and len(before) == 2


def test_who_had_them_and_wrote_is_followed_by_one_friend(after, alert, cast):
    after(2, lambda: services.claim(cast.member("Mo"), alert))
    after(10, write(cast, "Mo", alert))
    after(60, remove(cast, "Mo"))
    after(63, services.end_lapsed_claims)

    assert asked() == ["Ben"]
    rounds = db.session.scalars(select(HandOn.since).distinct()).all()
    assert len(rounds) == 1
