"""Words and decisions without end: what a phone and a mailbox get of them, and what stays owed."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from accountability.circles import services as circles
from accountability.core import clock
from accountability.core.change import change, quiet_change
from accountability.moderation import services as moderation
from accountability.notifications import access, drilling, reaching, sending, services, spacing
from accountability.notifications.choices import Matter, Road
from accountability.notifications.tidings import tidings
from accountability.urges import services as urges
from tests.cast import join, make_circle
from tests.moderation.kit import ground
from tests.notifications.kit import deliveries, mails_to, owed, waits

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def asked(phones, cast):
    """Ben asked to be told of words by both roads."""
    chosen = {(Matter.MESSAGES, road): True for road in Road}
    reaching.choose_roads(cast.account("Ben"), chosen)


def say(cast, times, name="Ana"):
    return [circles.post_message(cast.member(name), f"words {turn}") for turn in range(times)]


def test_of_many_words_that_wait_the_latest_alone_is_pushed(phones, cast, asked):
    phones.give("Ben")
    before = len(mails_to(cast, "Ben"))

    said = say(cast, 6)
    phones.keep()

    [got] = phones.to("Ben")
    [gone_out] = [one for one in deliveries() if one.device and one.handed_at]
    assert got and gone_out.step == said[-1].id
    assert len(mails_to(cast, "Ben")) - before == 1
    assert owed() == []


def test_words_one_after_another_come_by_each_road_only_so_often_and_the_latest_at_last(
    phones, cast, asked
):
    for _phone in range(2):
        phones.give("Ben")
    mailed, begun, came = len(mails_to(cast, "Ben")), clock.now(), []
    for seconds in range(0, 400, 10):
        with clock.at(begun + timedelta(seconds=seconds)):
            said = say(cast, 1)
            phones.keep(clock.now())
        came.append((len(phones.to("Ben")), len(mails_to(cast, "Ben")) - mailed))
    phones.keep(begun + timedelta(seconds=400) + spacing.MAIL)

    last = {one.road: one.step for one in deliveries() if one.handed_at}
    assert (came[0], came[5], came[6], came[-1]) == ((1, 1), (1, 1), (2, 1), (7, 2))
    assert last == dict.fromkeys(Road, said[0].id)


def test_words_taken_away_replace_none_that_wait(phones, cast, asked):
    phones.give("Ben")
    before = len(mails_to(cast, "Ben"))
    *_first, gone = say(cast, 2)
    circles.delete_message(cast.member("Ana"), gone)

    phones.keep()

    assert (len(phones.to("Ben")), len(mails_to(cast, "Ben")) - before) == (1, 1)


def test_phones_that_cannot_be_reached_are_owed_one_push_each_however_many_words(
    phones, cast, asked
):
    for _phone in range(2):
        phones.give("Ben", "500")
    for turn in range(6):
        say(cast, 1)
        phones.keep(clock.now() + timedelta(seconds=turn))
    phones.keep(clock.now() + 20 * MINUTE)

    assert len(owed()) == 2


@contextmanager
def all_of_ben_hang(phones, cast):
    """As many pushes to Ben's phones go on as may be at once, of calls and of news."""
    where = urlsplit(phones.service.origin).netloc, cast.account("Ben").id
    with ExitStack() as stack:
        for number in range(2 * sending.OF_ONE_ACCOUNT_THERE):
            stack.enter_context(sending._under_way(*where, is_urgent=number % 2 == 0))
        yield


def owe_words(cast):
    say(cast, 1)


def owe_drill(cast):
    drilling.drill(cast.member("Ana"))


@pytest.mark.parametrize("owe", [owe_words, owe_drill])
def test_what_may_wait_looks_for_room_the_later_the_longer_it_waited(phones, cast, asked, owe):
    phones.give("Ben")
    owe(cast)
    [begun] = [one.made_at for one in deliveries() if one.device]
    looked = []
    with all_of_ben_hang(phones, cast):
        for at in (begun + MINUTE, begun + 10 * MINUTE, begun + 12 * HOUR):
            phones.keep(at)
            looked.append((waits().free_at - at).total_seconds())

    assert 30 <= looked[0] <= 61 and 300 <= looked[1] <= 601
    assert sending.LONG_PAUSE / 2 <= looked[2] <= sending.LONG_PAUSE


def test_a_call_looks_for_room_at_once_for_as_long_as_it_is_of_use(phones, cast):
    phones.give("Ben")
    alert = urges.raise_alert(cast.member("Ana"))
    at = alert.raised_at + 5 * MINUTE
    with quiet_change():
        services.ring([cast.account("Ben")], alert, 1)
    phones.rings_no_more(alert)
    with all_of_ben_hang(phones, cast):
        phones.keep(at)

    assert (waits().free_at - at).total_seconds() < 1


def mute_and_lift(cast, times, keeper="Mo", name="Ben"):
    for _time in range(times):
        until = clock.now() + HOUR
        made = moderation.mute(cast.member(keeper), cast.member(name), ground(), until)
        moderation.lift_sanction(cast.member(keeper), made)


def told_of_pauses(phones, cast):
    """What somebody got of decisions about them: pushes, letters, and lines in the news."""
    phones.keep()
    lines = [one.kind for one in access.latest_of(cast.account("Ben").id)]
    return len(phones.to("Ben")), len(mails_to(cast, "Ben")), lines.count("sanctioned")


def test_a_pause_made_and_taken_back_without_end_rings_once_a_day(phones, cast):
    phones.give("Ben")
    before = len(mails_to(cast, "Ben"))

    mute_and_lift(cast, 3)
    mute_and_lift(cast, 1, keeper="Ana")

    assert told_of_pauses(phones, cast) == (2, before + 1, 4), "one push of it, one of its end"
    with clock.at(clock.now() + 25 * HOUR):
        mute_and_lift(cast, 2)
        assert told_of_pauses(phones, cast) == (4, before + 2, 6)


def test_a_pause_elsewhere_and_another_decision_ring_on_the_same_day(phones, cast):
    phones.give("Ben")
    other = make_circle(cast.account("Mo"), "Elsewhere")
    ben = join(other, cast.account("Ben"))
    host = next(one for one in other.members if one is not ben)
    mute_and_lift(cast, 2)
    pushes, letters, _lines = told_of_pauses(phones, cast)

    moderation.mute(host, ben, ground(), clock.now() + HOUR)
    for keeper in ("Mo", "Ana"):
        moderation.warn(cast.member(keeper), cast.member("Ben"), ground())
    moderation.remove(cast.member("Mo"), cast.member("Ben"), ground())

    assert told_of_pauses(phones, cast)[:2] == (pushes + 4, letters + 4)


def told_at_once(cast, names):
    """What is told of one place under these names, in one transaction."""
    ben = cast.account("Ben")
    with change(ben.stream) as announce:
        several = [tidings(ben, "declined", "/newcomers/x", name=one) for one in names]
        events = services.tell(*several)
        for one in events:
            announce(one)
    return events


def test_what_is_told_at_once_rings_no_more_often_than_what_is_told_one_by_one(phones, cast):
    phones.give("Ben")

    events = told_at_once(cast, ["A", "B", "C", "D", "E"])
    phones.keep()

    assert (len(events), len(phones.to("Ben"))) == (5, services.MOST_LATELY)


def test_the_same_told_twice_at_once_is_one_line_and_one_ring(phones, cast):
    phones.give("Ben")

    events = told_at_once(cast, ["A", "A"])
    phones.keep()

    assert (len(events), len(phones.to("Ben"))) == (1, 1)
