"""Still alone: everybody sees that its author asked again, and help lines come up."""

from datetime import timedelta

import pytest
from flask import current_app

from accountability.core import clock, keeping
from accountability.urges import services
from accountability.urges.queries import room_of
from accountability.urges.shapes import ALERT, COMPANY, alert_shape, company_shape, reach_shape
from accountability.urges.wording import company_of
from tests.urges.test_hand_on import steps

AGAIN = "still alone, asked again"


@pytest.fixture
def alert(context, cast):
    return services.raise_alert(cast.member("Ana"))


def after(**given):
    return clock.at(clock.now() + timedelta(**given))


def html(card, alert):
    with current_app.test_request_context():
        return card(alert).html()


def kinds(alert):
    return [kind for kind, _name in steps(alert)]


def is_shown(alert):
    """On both cards, or on none."""
    shown = {AGAIN in html(card, alert) for card in (ALERT, COMPANY)}
    assert len(shown) == 1
    return shown == {True}


def test_both_cards_say_it_with_its_time(cast, alert):
    assert not is_shown(alert) and 'data-called=""' in html(ALERT, alert)

    with after(seconds=30):
        services.call_again(cast.member("Ana"), alert)

        called = alert.called_at.isoformat()
        assert is_shown(alert)
        for card in (ALERT, COMPANY):
            shown = html(card, alert)
            assert f'data-called="{called}"' in shown and f'<time datetime="{called}"' in shown
        assert alert_shape(alert)["called_at"] == called == company_shape(alert)["called_at"]


def test_it_is_said_until_somebody_comes(cast, alert):
    ana, ben, mo = (cast.member(name) for name in ("Ana", "Ben", "Mo"))
    services.respond(ben, alert, "what is it?")
    services.call_again(ana, alert)
    assert company_of(alert).friends == "Nobody is with Ana now."

    services.respond_ready(mo, alert, "here")
    assert is_shown(alert), "a quick tap is no company"
    services.respond(mo, alert, "I am with you")
    assert not is_shown(alert)


def test_it_is_said_again_when_the_friend_who_came_lets_go(cast, alert):
    services.call_again(cast.member("Ana"), alert)
    services.claim(cast.member("Ben"), alert)
    assert not is_shown(alert)

    services.let_go(cast.member("Ben"), alert)

    assert is_shown(alert) and alert.has_waited


def test_a_friend_who_holds_it_and_does_not_come_is_no_company(cast, alert):
    services.claim(cast.member("Ben"), alert)

    with after(minutes=1):
        services.call_again(cast.member("Ana"), alert)

        assert alert.holder is None and is_shown(alert) and alert.has_waited
        services.respond(cast.member("Ben"), alert, "sorry, here I am")
        assert is_shown(alert) and alert.has_waited, "says who came; and is it so?"
    with after(minutes=1, seconds=9):
        services.respond(cast.member("Ana"), alert, "good that you are")
        assert not is_shown(alert) and alert.has_waited


def waits(cast, alert):
    room = room_of(cast.member("Ana"), alert)
    assert reach_shape(alert)["alone"] == alert.has_waited
    return room.waits


def test_asked_again_it_waits_no_longer(cast, alert):
    assert waits(cast, alert) == 12 and not alert.has_waited

    with after(seconds=30):
        assert waits(cast, alert) == 9
        services.call_again(cast.member("Ana"), alert)

        assert waits(cast, alert) == 0 and alert.has_waited


def test_asked_again_late_it_does_not_begin_to_wait_anew(cast, alert):
    with after(minutes=2, seconds=1):
        assert waits(cast, alert) == 0 and alert.has_waited
        services.call_again(cast.member("Ana"), alert)

        assert waits(cast, alert) == 0 and alert.has_waited


def test_the_two_minutes_are_those_of_the_press_whoever_came_and_went(cast, alert):
    ben = cast.member("Ben")
    with after(minutes=1):
        services.claim(ben, alert)
        services.respond(ben, alert, "for a moment")
    with after(minutes=3):
        assert not alert.has_waited
        services.let_go(ben, alert)

        assert alert.has_waited and waits(cast, alert) == 0


@pytest.mark.parametrize("each", [7, 50])
def test_who_says_it_again_and_again_is_handed_on_no_later(app, cast, alert, each):
    for seconds in range(1, 126):
        with after(seconds=seconds):
            keeping.keep_due(app)
            if seconds % each == 0:
                services.call_again(cast.member("Ana"), alert)
                keeping.keep_due(app)
        if seconds in (6, 61, 121):
            assert {6: "first", 61: "next", 121: "everyone"}[seconds] in kinds(alert)


def test_closed_nobody_waits(cast, alert):
    services.call_again(cast.member("Ana"), alert)
    services.take_back(cast.member("Ana"), alert)

    assert not is_shown(alert) and not alert.has_waited


def test_a_friend_gets_the_cards_and_a_stranger_nothing(app, cast):
    with app.app_context():
        cast.circle()
        cast.account("Cleo")
    ana, ben, cleo = (cast.browser(name) for name in ("Ana", "Ben", "Cleo"))
    alert = ana.post("/alerts").get_json()["id"]
    streams = [
        one for one in ben.get("/me/streams").get_json()["streams"] if one["kind"] != "account"
    ]

    assert ana.post(f"/alerts/{alert}/calls").status_code == 201

    for stream in streams:
        address = f"/streams/{stream['id']}/changes?after={stream['head']}"
        cards = ben.get(address).get_json()["cards"]
        assert any(AGAIN in card.get("html", "") for card in cards), stream["kind"]
        assert cleo.get(address).status_code == 404
