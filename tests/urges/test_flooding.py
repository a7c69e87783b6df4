"""Nobody floods the ladder: whatever is done to a call, one step of it is owed."""

import sys
from contextlib import suppress

import pytest
from sqlalchemy import func, select

from accountability.core import keeping, taking
from accountability.core.errors import Refused
from accountability.core.extensions import db
from accountability.core.promises import OWED, Promise
from accountability.urges import services
from accountability.urges.hand_ons import HandOn
from tests.urges.test_hand_on import after


@pytest.fixture
def alert(context, cast):
    """Ana asks Ben and Mo for company."""
    return services.raise_alert(cast.circle() and cast.member("Ana"))


def owed():
    db.session.rollback()
    steps = (Promise.kind == "hand_on", OWED)
    return db.session.scalar(select(func.count()).select_from(Promise).where(*steps))


def everything(cast, alert):
    """What its author and a friend can do without end, by one turn."""
    ana, ben, mo = (cast.member(name) for name in ("Ana", "Ben", "Mo"))
    for act in (
        lambda: services.call_again(ana, alert),
        lambda: services.respond(ben, alert, "Hm."),
        lambda: services.respond(mo, alert, "Hm, too."),
        lambda: services.claim(ben, alert),
        lambda: services.pass_on(ben, alert, mo),
        lambda: services.claim(mo, alert),
        lambda: services.let_go(mo, alert),
    ):
        with suppress(Refused):
            act()
        assert owed() <= 1


@pytest.mark.parametrize("is_kept", [True, False])
def test_at_most_one_step_is_owed_whatever_anybody_does(app, cast, alert, is_kept):
    for seconds in range(2, 100, 21):
        with after(seconds=seconds):
            everything(cast, alert)
            if is_kept:
                keeping.keep_due(app)
                assert owed() <= 1


def test_a_step_under_way_is_no_longer_owed_by_another_nor_taken_away(app, cast, alert):
    with after(seconds=6):
        [held] = taking.take(["hand_on"])
    with after(seconds=7):
        services.call_again(cast.member("Ana"), alert)
        assert taking.take(["hand_on"]) == [], "one place for one call"
        assert keeping.keep(held), "it finds another step due, and is done"

        assert keeping.keep_due(app) == 1
    assert db.session.scalars(select(HandOn.number)).all() == [0]


def test_said_again_within_seconds_it_is_the_same_call(app, cast, alert):
    ana = cast.member("Ana")
    services.call_again(ana, alert)
    called_at = alert.called_at
    for seconds in range(1, 11):
        with after(seconds=seconds):
            services.call_again(ana, alert)
            keeping.keep_due(app)
    assert (alert.called_at, len(alert.hand_ons)) == (called_at, 1)

    with after(seconds=21):
        services.call_again(ana, alert)
        keeping.keep_due(app)
    assert alert.called_at > called_at and [one.number for one in alert.hand_ons] == [0, 2]


@pytest.mark.parametrize("comes", ["words", "claim"])
def test_said_again_at_once_after_a_friend_came_it_is_another_call(cast, alert, comes):
    ana, ben = cast.member("Ana"), cast.member("Ben")
    services.call_again(ana, alert)
    services.respond(ben, alert, "Hm.") if comes == "words" else services.claim(ben, alert)
    assert alert.has_company

    services.call_again(ana, alert)

    assert not alert.has_company and alert.holder is None


def test_said_again_within_seconds_it_ends_the_claim_of_whom_its_author_doubts(cast, alert):
    ana, ben = cast.member("Ana"), cast.member("Ben")
    services.claim(ben, alert)
    services.call_again(ana, alert)
    services.respond(ben, alert, "Hm.")
    services.claim(ben, alert)

    services.call_again(ana, alert)

    assert alert.holder is None


def come_and_go(cast, alert, times):
    """Ben writes, takes the call and lets it go, again and again."""
    for _ in range(times):
        services.respond(cast.member("Ben"), alert, "Hm.")
        services.claim(cast.member("Ben"), alert)
        services.let_go(cast.member("Ben"), alert)


def work_for(alert):
    """How many functions it takes to say since when its author is alone: no clock of a machine."""
    db.session.refresh(alert)
    assert alert.alone_since == alert.called_at
    calls = []
    sys.setprofile(lambda _frame, what, _of: calls.append(what) if what == "call" else None)
    try:
        assert alert.alone_since
    finally:
        sys.setprofile(None)
    return len(calls)


def test_who_comes_and_goes_without_end_makes_nobody_wait_for_the_count_of_it(cast, alert):
    come_and_go(cast, alert, 10)
    with after(seconds=30):
        services.call_again(cast.member("Ana"), alert)
    few = work_for(alert)
    with after(seconds=20):
        come_and_go(cast, alert, 30)
    many = work_for(alert)

    assert many < 6 * few, "four times as much was done, and each turn is looked at once"
