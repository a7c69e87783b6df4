"""No friend can silence a call: by words, by coming back, by passing it to somebody asleep."""

from itertools import count

import pytest

from accountability.core import keeping
from accountability.urges import services
from accountability.urges.shapes import COMPANY
from tests.urges.test_hand_on import after, names_asked, steps
from tests.urges.test_still_alone import html, is_shown, waits

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
