"""Who is rung when a friend asks for company, and who is not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accountability.accounts import services as accounts
from accountability.circles import services as circles
from accountability.core import clock
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.notifications import access, reaching, services
from accountability.notifications.choices import Matter, Road
from accountability.urges import services as urges
from accountability.urges.choices import Outcome
from tests.cast import join, make_circle
from tests.notifications.kit import HOUR, deliveries, mails_to, watch_now

AGAIN = 1000  # a step that no ladder has reached


@pytest.fixture
def ben(phones):
    """Ben's phone, which agreed; Ana's too."""
    phones.give("Ana")
    return phones.give("Ben")


def test_friends_are_rung_five_seconds_after_the_press_and_the_author_is_not(phones, cast, ben):
    alert = urges.raise_alert(cast.member("Ana"))

    phones.keep(alert.raised_at + timedelta(seconds=4.9))
    early = len(phones.rung("Ben"))
    phones.ring(alert)
    phones.ring(alert)

    assert (early, len(phones.rung("Ben")), len(phones.rung("Ana"))) == (0, 1, 0)


def take_back(cast, alert):
    urges.take_back(cast.member("Ana"), alert)


def take_it(cast, alert):
    urges.claim(cast.member("Mo"), alert)


def end_it(cast, alert):
    urges.resolve(cast.member("Ana"), alert, Outcome.HELD)


def say_no(cast, alert):
    urges.decline(cast.member("Ben"), alert)


def leave(cast, alert):
    circles.leave(cast.member("Ben"))


def not_now(cast, alert):
    reaching.say_not_now(cast.account("Ben"), clock.now() + HOUR)


def quiet_now():
    now = clock.now()  # the cast live by UTC
    minute = now.hour * 60 + now.minute
    return (minute - 5) % 1440, (minute + 30) % 1440


def be_quiet(cast, alert):
    reaching.choose_hours(cast.account("Ben"), *quiet_now(), rings_through=False)


def not_this(cast, alert):
    reaching.choose_roads(cast.account("Ben"), {(Matter.COMPANY, Road.PUSH): False})


def not_here(cast, alert):
    chosen = {(Matter.COMPANY, Road.PUSH): False}
    reaching.choose_roads(cast.account("Ben"), chosen, cast.member("Ben"))


def sign_out(cast, alert):
    accounts.end_other_sign_ins(cast.account("Ben"), None)


WHY_NOT = [
    take_back,
    take_it,
    end_it,
    say_no,
    leave,
    not_now,
    be_quiet,
    not_this,
    not_here,
    sign_out,
]


@pytest.mark.parametrize("act", [take_back, leave])
def test_nobody_is_owed_a_ring_who_does_not_hear_of_it(phones, cast, ben, act):
    alert = urges.raise_alert(cast.member("Ana"))
    act(cast, alert)

    phones.ring(alert)

    ben_is = cast.account("Ben").id
    owed = [one.notification for one in deliveries() if one.notification.kind == "alert"]
    assert [one for one in owed if one.account_id == ben_is] == []
    assert phones.rung("Ben") == []


@pytest.mark.parametrize("act", WHY_NOT)
def test_it_is_asked_again_at_the_last_moment(phones, cast, ben, act):
    alert = urges.raise_alert(cast.member("Ana"))
    with quiet_change():
        services.ring([cast.account("Ben")], alert, 1)

    act(cast, alert)
    phones.keep()

    assert phones.service.received == []
    assert [one.handed_at for one in deliveries()[-1:]] == [None]


def test_a_stranger_and_whoever_came_later_are_not_rung(phones, cast, ben):
    phones.give("Cleo")
    alert = urges.raise_alert(cast.member("Ana"))
    cast.member("Cleo")  # joins now

    phones.ring(alert)

    assert (len(phones.rung("Ben")), len(phones.rung("Cleo"))) == (1, 0)


def test_each_step_rings_once_and_replaces_what_was_shown(phones, cast, ben):
    alert = urges.raise_alert(cast.member("Ana"))
    phones.ring(alert)
    for _again in range(2):
        with quiet_change():
            services.ring([cast.account("Ben")], alert, AGAIN, loud=True)
    phones.keep()

    first, second = phones.rung("Ben")
    shown = [phones.of["Ben"].read(one)["notification"] for one in (first, second)]
    assert first.headers["topic"] == second.headers["topic"] == shown[0]["tag"] == shown[1]["tag"]
    assert shown[0]["renotify"] and "requireInteraction" not in shown[0]
    assert shown[1]["renotify"] and shown[1]["requireInteraction"] and shown[1]["vibrate"]


@pytest.mark.parametrize(
    ("allowed", "on_watch", "came"), [(True, True, 1), (False, True, 0), (True, False, 0)]
)
def test_loud_goes_through_the_quiet_hours_of_who_allowed_it_for_their_watch(
    phones, cast, ben, allowed, on_watch, came
):
    if on_watch:
        watch_now(cast, "Ben")
    reaching.choose_hours(cast.account("Ben"), *quiet_now(), rings_through=allowed)
    alert = urges.raise_alert(cast.member("Ana"))
    with quiet_change():
        services.ring([cast.account("Ben")], alert, 1, loud=True)
    phones.keep()

    assert len(phones.rung("Ben")) == came


def test_by_mail_a_neutral_letter_goes_out_under_the_name_of_its_delivery(phones, cast, ben):
    alert = urges.raise_alert(cast.member("Ana"), note="the song came on")
    with quiet_change():
        services.ring([cast.account("Ben")], alert, 2, by_mail=True)
    phones.keep()

    [mail] = mails_to(cast, "Ben")[-1:]
    assert mail.public_id in {one.public_id for one in deliveries()}
    words = mail.subject + mail.body
    assert not [one for one in ("Ana", "song", "company", "alert", "walkers") if one in words]


def test_another_circle_that_is_told_is_rung_without_ringing_the_first_again(phones, cast, ben):
    other = make_circle(cast.account("Ana"), name="Harbour")
    join(other, cast.account("Cleo"))
    phones.give("Cleo")
    alert = urges.raise_alert(cast.member("Ana"))
    phones.ring(alert)

    urges.also_tell(cast.member("Ana"), alert, other)
    phones.ring(alert)

    assert (len(phones.rung("Ben")), len(phones.rung("Cleo"))) == (1, 1)


def test_an_alert_is_no_news_but_in_its_room(phones, cast, ben):
    alert = urges.raise_alert(cast.member("Ana"))
    before = access.count_unread(cast.account("Ben").id)

    phones.ring(alert)
    db.session.rollback()

    assert access.count_unread(cast.account("Ben").id) == before


def test_each_step_of_the_ladder_rings_whom_it_asks(phones, cast, ben):
    phones.give("Mo")
    alert = urges.raise_alert(cast.member("Ana"))
    before = {name: len(mails_to(cast, name)) for name in ("Ben", "Mo")}
    came = []

    for seconds in (5.1, 30.1, 60.1, 120.1):
        phones.keep(alert.raised_at + timedelta(seconds=seconds))
        rung = [len(phones.rung(name)) for name in ("Ben", "Mo")]
        mailed = [len(mails_to(cast, name)) - before[name] for name in ("Ben", "Mo")]
        came.append((sum(rung), sum(mailed)))

    assert came == [(2, 0), (2, 0), (3, 1), (5, 2)], "who had a mail a minute ago needs no other"
    loud = [phones.of[name].read(phones.rung(name)[-1])["notification"] for name in ("Ben", "Mo")]
    assert all(one["renotify"] for one in loud)
    assert phones.rung("Ana") == []


def test_who_is_on_watch_is_rung_loudly_at_once_again_and_once_more(phones, cast, ben):
    phones.give("Mo")
    watch_now(cast, "Mo")
    alert = urges.raise_alert(cast.member("Ana"))
    came = []

    for seconds in (5.1, 30.1, 60.1):
        phones.keep(alert.raised_at + timedelta(seconds=seconds))
        came.append((len(phones.rung("Mo")), len(phones.rung("Ben"))))

    shown = [phones.of["Mo"].read(one)["notification"] for one in phones.rung("Mo")]
    assert came == [(1, 1), (2, 1), (3, 2)]
    assert all(one["renotify"] for one in shown)
    quiet = phones.of["Ben"].read(phones.rung("Ben")[0])["notification"]
    assert "requireInteraction" not in quiet
    assert [one.named.name for one in alert.steps if one.named] == ["Mo", "Ben"]
