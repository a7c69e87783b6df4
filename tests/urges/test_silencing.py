"""No friend can silence a call: by words, by coming back, by passing it to somebody asleep."""

from contextlib import suppress
from itertools import count

import pytest

from accountability.core import keeping
from accountability.core.errors import Refused
from accountability.urges import services
from accountability.urges.shapes import COMPANY
from tests.urges.test_hand_on import after, names_asked, steps
from tests.urges.test_still_alone import html, is_shown, kinds, waits

WORDS = count()


@pytest.fixture
def alert(context, cast):
    """Ana asks Ben and Mo for company."""
    return services.raise_alert(cast.circle() and cast.member("Ana"))


def write(cast, alert, name="Ben"):
    services.respond(cast.member(name), alert, f"Hm {next(WORDS)}.")


def test_words_before_the_first_step_hold_off_only_the_later_ones(app, cast, alert):
    write(cast, alert)
    with after(seconds=3):
        write(cast, alert)
    with after(seconds=6):
        keeping.keep_due(app)
    first = steps(alert)
    with after(seconds=150):
        keeping.keep_due(app)

    assert (first, steps(alert)) == ([("first", "Ben")], first)
    with after(seconds=184):
        keeping.keep_due(app)
    assert names_asked(alert) == ["Ben", "Mo"]


def test_words_at_every_moment_let_the_first_step_be_made(app, cast, alert):
    for tenths in range(10, 80, 5):
        with after(seconds=tenths / 10):
            write(cast, alert)
            keeping.keep_due(app)

    assert steps(alert) == [("first", "Ben")]


def test_words_hide_no_help(cast, alert):
    with after(seconds=110):
        write(cast, alert)
        assert not alert.has_waited
    with after(seconds=121):
        assert alert.has_waited and waits(cast, alert) == 0
        services.call_again(cast.member("Ana"), alert)
        write(cast, alert, "Mo")
        assert alert.has_waited
        assert not is_shown(alert), "somebody answered since"
        assert f'data-called="{alert.called_at.isoformat()}"' in html(COMPANY, alert)
        services.claim(cast.member("Mo"), alert)
        assert not alert.has_waited


@pytest.fixture
def left(cast, alert):
    """Ben took it and wrote; after half a minute Ana says that she is still alone."""
    services.claim(cast.member("Ben"), alert)
    write(cast, alert)
    with after(seconds=30):
        services.call_again(cast.member("Ana"), alert)
    return alert


def come_back(cast, alert, name="Ben"):
    """Write and claim, as often as that is let."""
    write(cast, alert, name)
    with suppress(Refused):
        services.claim(cast.member(name), alert)


def test_who_was_there_comes_back_each_moment_and_holds_nothing_off(app, cast, left):
    for seconds in range(31, 160, 4):
        with after(seconds=seconds):
            come_back(cast, left)
            keeping.keep_due(app)
            assert left.holder.name == "Ben", "the room says who claims"
            assert left.has_waited and left.named is None

    assert kinds(left) == ["first", "ring", "next", "everyone"]
    assert names_asked(left) == ["Mo", "Ben"]


def test_their_coming_and_going_neither_sets_it_back_nor_brings_it_forward(app, cast, left):
    for seconds in range(31, 110, 8):
        with after(seconds=seconds):
            come_back(cast, left)
            keeping.keep_due(app)
            services.let_go(cast.member("Ben"), left)
            keeping.keep_due(app)

    assert kinds(left) == ["first", "ring", "next"]


def test_who_was_not_there_before_holds_it_off_and_takes_it_from_who_was(app, cast, left):
    with after(seconds=40):
        keeping.keep_due(app)
        come_back(cast, left)
        services.claim(cast.member("Mo"), left)
        come_back(cast, left)
    with after(seconds=160):
        keeping.keep_due(app)
        assert left.holder.name == "Mo" and not left.has_waited

    assert kinds(left) == ["first"]


@pytest.mark.parametrize("acts", ["claim", "words"])
def test_once_the_author_writes_it_counts_again(app, cast, left, acts):
    with after(seconds=40):
        keeping.keep_due(app)
        come_back(cast, left) if acts == "claim" else write(cast, left)
        assert not left.has_company
    with after(seconds=50):
        write(cast, left, "Ana")
        assert left.has_company and left.has_waited is (acts == "words")
    with after(seconds=160):
        keeping.keep_due(app)

    assert kinds(left) == ["first"]
    with after(seconds=222):
        keeping.keep_due(app)

    assert kinds(left) == ["first"] + ["next"] * (acts == "words"), "words count for a while"


def test_what_the_author_writes_to_who_was_there_keeps_no_other_friend_from_coming(cast, left):
    with after(seconds=40):
        come_back(cast, left)
        write(cast, left, "Ana")
        assert left.company.member.name == "Ben"

        services.claim(cast.member("Mo"), left)

        assert left.company.member.name == "Mo" and not left.may_be_taken
        with pytest.raises(Refused, match="Mo has Ana already"):
            services.claim(cast.member("Ben"), left)


def test_two_who_pass_it_to_each_other_hold_it_off_no_longer_than_one_who_is_asked(
    app, cast, alert
):
    ben, mo = cast.member("Ben"), cast.member("Mo")
    services.claim(ben, alert)
    for seconds in range(1, 150, 4):
        with after(seconds=seconds):
            services.pass_on(*((ben, alert, mo) if seconds % 8 == 1 else (mo, alert, ben)))
            keeping.keep_due(app)

    assert kinds(alert) == ["next", "everyone"]
