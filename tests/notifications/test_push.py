"""One push as it goes over the wire, and whatever a push service answers."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from accountability.circles import services as circles
from accountability.core import clock
from accountability.notifications import (
    reaching,
    spacing,
    webpush,
)
from accountability.notifications.choices import Matter, Road
from tests.circles.kit import ask
from tests.notifications.kit import deliveries, mails_to, waits

MINUTE = timedelta(minutes=1)


def last(cast, name="Ben"):
    """The latest delivery to a device of somebody."""
    account = cast.account(name).id
    mine = [one for one in deliveries() if one.notification.account_id == account and one.device]
    return mine[-1]


def test_what_arrives_is_what_was_sent_signed_and_harmless(phones, cast, alert):
    phones.give("Ben")
    phones.ring(alert())

    [got] = phones.rung("Ben")
    subscriber, settings = phones.of["Ben"], phones.app.config["STEADY"]
    delivery = last(cast)
    told = subscriber.read(got)
    claims = got.claims(webpush.public_key(settings))

    assert len(subscriber.opened(got)) < 300
    assert told == {
        "web_push": 8030,
        "notification": {
            "title": "Steady",
            "body": "Something new for you. Touch to look.",
            "navigate": f"http://127.0.0.1:5000/deliveries/{delivery.public_id}",
            "tag": spacing.topic_of(delivery),
            "renotify": True,
        },
    }
    assert (claims["aud"], claims["sub"]) == (phones.service.origin, "mailto:hello@localhost")
    assert 0 < int(claims["exp"]) - clock.now().timestamp() < 24 * 3600
    assert delivery.accepted_at is not None


def test_a_call_is_urgent_for_ten_minutes_and_replaces_itself(phones, alert):
    phones.give("Ben")
    phones.ring(alert())

    [got] = phones.rung("Ben")
    headers = {name: got.headers[name] for name in ("ttl", "urgency", "content-encoding")}
    assert headers == {"ttl": "600", "urgency": "high", "content-encoding": "aes128gcm"}
    assert len(got.headers["topic"]) <= 32


def test_a_call_looks_on_the_wire_like_words_in_a_room(phones, cast, alert):
    phones.give("Ben")
    reaching.choose_roads(cast.account("Ben"), {(Matter.MESSAGES, Road.PUSH): True})
    circles.post_message(cast.member("Mo"), "soup is on")
    phones.keep()
    phones.ring(alert())

    said, rung = phones.to("Ben")
    for one in (said, rung):
        told = phones.of["Ben"].read(one)["notification"]
        assert (told["title"], told["body"]) == ("Steady", "Something new for you. Touch to look.")
        assert told.keys() == {"title", "body", "navigate", "tag", "renotify"}
    assert len(said.body) == len(rung.body)


def test_a_loud_one_is_small_enough_too(phones, cast, alert):
    phones.give("Ben")
    phones.ring(alert())
    delivery = last(cast)
    delivery.is_loud = True

    assert len(webpush.payload_of(delivery).encode()) < 300


def test_words_and_milestones_are_pushed_to_those_alone_who_asked(phones, cast):
    phones.give("Ben")
    phones.give("Mo")
    chosen = {(Matter.MESSAGES, Road.PUSH): True}
    reaching.choose_roads(cast.account("Mo"), chosen, cast.member("Mo"))

    said = circles.post_message(cast.member("Ana"), "soup is on")
    phones.keep()
    gone = circles.post_message(cast.member("Ana"), "not this")
    circles.delete_message(cast.member("Ana"), gone)
    phones.keep()

    assert said and (len(phones.to("Ben")), len(phones.to("Mo"))) == (0, 1)


def test_news_is_pushed_too_and_goes_to_its_page(phones, cast):
    phones.give("Ana")
    ask(cast, "Cleo")
    phones.keep()

    [got] = phones.to("Ana")
    assert got.headers["ttl"] == "86400" and got.headers["urgency"] == "normal"
    assert last(cast, "Ana").notification.kind == "newcomer_asked"


@pytest.mark.parametrize("code", ["404", "410"])
def test_a_device_that_is_gone_is_forgotten_and_a_mail_goes_once(phones, cast, alert, code):
    phones.give("Ben", code)
    raised = alert()
    before = len(mails_to(cast, "Ben"))

    phones.ring(raised)
    phones.ring(raised)

    device = last(cast).device
    assert (device.is_live, device.endpoint, device.keys) == (False, None, None)
    assert len(phones.rung("Ben")) == 1 and len(mails_to(cast, "Ben")) == before + 1


def test_a_service_that_does_not_know_our_key_is_said_loudly_and_devices_stay(
    phones, cast, alert, caplog
):
    phones.give("Ben", "403")

    with caplog.at_level(logging.ERROR):
        phones.ring(alert())

    assert "does not know our key" in caplog.text
    assert last(cast).device.is_live and last(cast).fault == "403"


@pytest.mark.parametrize("how", ["429-90", "500", "reset"])
def test_what_may_come_again_waits_and_ends_with_its_time(phones, cast, alert, how):
    phones.give("Ben", how)
    raised = alert()

    phones.ring(raised)
    rung_at = raised.raised_at + timedelta(seconds=5.1)
    again_in, since = (waits().free_at - rung_at).total_seconds(), waits().due_at
    phones.keep(waits().free_at)
    tries = len(phones.rung("Ben"))
    phones.rings_no_more(raised)
    phones.keep(raised.raised_at + 11 * MINUTE)

    assert again_in == 90 if how == "429-90" else 1 <= again_in <= 2
    assert tries == len(phones.rung("Ben")) == 2
    assert last(cast).accepted_at is None
    assert since <= rung_at, "a server that asks for pauses would never be seen to be late"


def test_to_wait_longer_than_it_is_worth_is_to_give_up(phones, cast, alert):
    phones.give("Ben", "429-3600")

    phones.ring(alert())

    assert last(cast).fault == "429"


def test_what_is_too_large_is_given_up_and_no_device_is_lost(phones, cast, alert):
    phones.give("Ben", "413")

    phones.ring(alert())

    assert last(cast).fault == "413" and last(cast).device.is_live


@pytest.mark.parametrize("by_mail", [True, False])
def test_words_that_no_push_brings_are_mailed_to_who_asked_for_that_alone(phones, cast, by_mail):
    phones.give("Ben", "413")
    chosen = {(Matter.MESSAGES, Road.PUSH): True, (Matter.MESSAGES, Road.MAIL): by_mail}
    reaching.choose_roads(cast.account("Ben"), chosen)
    before = len(mails_to(cast, "Ben"))

    circles.post_message(cast.member("Ana"), "soup is on")
    phones.keep()

    roads = [one.road for one in deliveries() if one.notification.kind == "message"]
    assert last(cast).fault == "413"
    assert len(mails_to(cast, "Ben")) - before == by_mail
    assert sorted(roads) == sorted([Road.PUSH, *[Road.MAIL] * by_mail]), "no mail is owed in vain"


def test_nothing_is_followed_to_another_address(phones, cast, alert):
    phones.give("Ben", "moved")

    phones.ring(alert())

    assert [one.path for one in phones.service.received if "elsewhere" in one.path] == []
    assert last(cast).accepted_at is None


def test_quiet_hours_hold_news_back_until_they_end(phones, cast):
    phones.give("Ana")
    now = clock.now()
    minute = now.hour * 60 + now.minute
    hours = (minute - 5) % 1440, (minute + 30) % 1440
    reaching.choose_hours(cast.account("Ana"), *hours, rings_through=False)
    ask(cast, "Cleo")

    phones.keep()
    quiet, ends, due_at = len(phones.to("Ana")), waits().free_at, waits().due_at
    phones.keep(ends)

    assert (quiet, len(phones.to("Ana"))) == (0, 1)
    assert (ends.hour * 60 + ends.minute, ends.second) == (hours[1], 0)
    assert due_at == ends, "nobody is to be alarmed by a night"


@pytest.mark.parametrize(
    "said", ["9" * 400, "999999999999", "Fri, 31 Dec 9999 23:59:59 GMT", "soon", "-5", ""]
)
def test_whatever_a_push_service_says_nobody_waits_longer_than_a_day(said):
    assert 0 <= webpush._wait_in(said) <= 86_400
