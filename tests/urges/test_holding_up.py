"""Nobody can keep a call from being handed on without being there."""

from contextlib import suppress

import pytest

from accountability.core import keeping
from accountability.core.errors import Refused
from accountability.urges import services
from tests.urges.test_hand_on import after, names_asked, steps


@pytest.fixture
def alert(context, cast):
    """Ana asks Ben and Mo for company."""
    return services.raise_alert(cast.circle() and cast.member("Ana"))


def test_a_friend_who_comes_and_goes_does_not_keep_it_at_its_beginning(app, cast, alert):
    ben = cast.member("Ben")
    for seconds in (28, 56, 84, 112):
        with after(seconds=seconds):
            keeping.keep_due(app)
            services.respond(ben, alert, "Back.")
            services.claim(ben, alert)
        with after(seconds=seconds + 1):
            services.let_go(ben, alert)
            keeping.keep_due(app)

    assert [kind for kind, _ in steps(alert)] == ["first", "next", "everyone", "again", "again"]


@pytest.mark.parametrize(
    "acts",
    [["claim", "let_go"], ["let_go", "claim"], ["claim"], ["write"], ["write", "claim"]],
)
def test_one_friend_alone_cannot_keep_the_others_from_being_asked(app, cast, alert, acts):
    """Whatever one of them does each half minute, with nothing said after the first ten seconds."""
    ben = cast.member("Ben")
    doing = {
        "write": lambda: services.respond(ben, alert, "Hm."),
        "claim": lambda: services.claim(ben, alert),
        "let_go": lambda: services.let_go(ben, alert),
    }
    for seconds in range(10, 900, 30):
        with after(seconds=seconds):
            services.end_lapsed_claims()
            keeping.keep_due(app)
            for act in acts:
                if act == "write" and seconds > 10:
                    continue
                with suppress(Refused):
                    doing[act]()
            keeping.keep_due(app)

    assert "everyone" in [kind for kind, _ in steps(alert)]
    assert set(names_asked(alert)) == {"Ben", "Mo"}


def test_words_are_company_for_three_minutes_and_then_the_next_is_asked_at_once(app, cast, alert):
    with after(seconds=8):
        keeping.keep_due(app)
    with after(seconds=10):
        services.respond(cast.member("Ben"), alert, "I am here.")
    with after(seconds=100):
        services.respond(cast.member("Ben"), alert, "Tell me.")
    for seconds, asked in ((278, ["Ben"]), (281, ["Ben", "Mo"])):
        with after(seconds=seconds):
            keeping.keep_due(app)
            assert names_asked(alert) == asked
            assert alert.has_company is (asked == ["Ben"])


def test_words_beside_a_claim_end_nothing(app, cast, alert):
    services.respond(cast.member("Mo"), alert, "I read along.")
    with after(seconds=60):
        services.claim(cast.member("Ben"), alert)
        services.respond(cast.member("Ben"), alert, "I have time.")
    with after(minutes=30):
        services.end_lapsed_claims()
        keeping.keep_due(app)

        assert alert.holder.name == "Ben" and alert.has_company
    assert steps(alert) == []


def test_passing_it_to_the_same_friend_again_and_again_keeps_nobody_from_being_asked(
    app, cast, alert
):
    ben, mo = cast.member("Ben"), cast.member("Mo")
    for seconds in range(10, 160, 50):
        with after(seconds=seconds):
            keeping.keep_due(app)
            services.respond(ben, alert, "One moment.")
        with after(seconds=seconds + 1):
            services.claim(ben, alert)
            services.pass_on(ben, alert, mo)
            keeping.keep_due(app)
            assert alert.asked.name == "Mo"

    assert [kind for kind, _ in steps(alert)] == ["first", "next", "everyone"]
