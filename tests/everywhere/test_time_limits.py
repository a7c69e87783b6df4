"""Every limit of time that a person meets, and the way back when it has passed.

A limit that is not listed here is a limit that nobody has thought to the end: every length of time
that the package names is either in the list or known to hurry nobody. On the page alone:
a notice that is a link stays, and one that goes after eight seconds only repeats what the page
shows; the line about a newer version stays until it is pressed (tests/browser/app/test_newer.py);
a press that waited two minutes asks first (tests/browser/outbox/test_age.py).
"""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

import accountability
from accountability.accounts.access import IDLE, OLDEST
from accountability.accounts.models import SignIn
from accountability.circles import services as circles
from accountability.circles.models import INVITATION_LASTS, REPORTABLE_FOR, YES_LASTS
from accountability.core import clock
from accountability.core.errors import Gone, Refused
from accountability.core.extensions import db
from accountability.moderation import services as moderation
from accountability.moderation.models import Reason
from accountability.urges import services
from accountability.urges.choices import Outcome
from accountability.urges.claims import SILENT_AFTER
from accountability.urges.models import LAPSES_AFTER, TAKE_BACK_WITHIN
from tests.circles.kit import invite, welcomed

A_MOMENT = timedelta(seconds=4)  # beyond what is allowed for a slow road

# What ends, after how long, and the test that shows the way back.
LIMITS = [
    ("taking a press back", TAKE_BACK_WITHIN, 5, "after_it_an_alert_is_closed"),
    ("a silent claim", SILENT_AFTER, 180, "after_it_the_same_friend_claims_again"),
    ("an open alert", LAPSES_AFTER, 43_200, "after_it_one_calls_again"),
    ("an invitation", INVITATION_LASTS, 259_200, "after_it_another_invitation_works"),
    ("a yes to a newcomer", YES_LASTS, 259_200, "after_it_a_newcomer_knocks_again"),
    ("reporting what is gone", REPORTABLE_FOR, 259_200, "after_it_the_person_can_be_reported"),
    ("signed in, and not there", IDLE, 1_209_600, "after_it_one_signs_in_again"),
    ("signed in at all", OLDEST, 7_776_000, "after_it_one_signs_in_again"),
]
# What is named by another name where it is written, or has its tests beside what it belongs to: a
# link that is too old leads to where one asks for another (tests/accounts/test_passwords.py,
# test_mail.py), a password is asked for once more (test_sign_ins.py).
ELSEWHERE = """
    TAKE_BACK TAKE_BACK_GRACE INVITATION_LASTS YES_LASTS REPORTABLE_FOR
    SILENT_AFTER LAPSES_AFTER IDLE OLDEST RESET_PASSWORD_WITHIN CONFIRM_EMAIL_WITHIN FRESHNESS
"""
# Nobody has to be quick for these. They say when the service does something, how often it may, or
# how long it remembers what nobody is asked for.
HURRY_NOBODY = """
    AGAIN_AFTER AHEAD ASKED_FOR A_WEEK BEAT_EVERY COUNTED_FOR DROPPED_AFTER DUE_AFTER ENDED_FOR
    EVERY EVERYONE_BOUNDS FIRST_PAUSE FORGOTTEN_AFTER FOUR_WEEKS FRESHNESS_GRACE_PERIOD HOLD HOUR
    KEPT KEPT_FOR LAST LASTS LATELY LEASE LONGEST_MUTE LONGEST_PAUSE LOOK_BACK LOUD MAIL MINUTE
    MOVES_WITHIN NEXT_BOUNDS NOBODY_AFTER NOT_LATER_THAN ONE_DAY PAUSE QUARTER QUIET RARELY
    REMEMBERED REOPENED_FOR RING_AFTER SAME_CALL_FOR SEEN_EVERY SET_BACK SLOWER STALE_AFTER
    TAKEN_AHEAD TEN_SECONDS UNPROVEN_AFTER WEEK WITHIN WRONG YOUNG
"""
NAMED = re.compile(r"^([A-Z_]+(?:, [A-Z_]+| = [A-Z_]+)*) = .*timedelta\(", re.MULTILINE)
SET = re.compile(r'^ +"([A-Z_]+)": timedelta\(', re.MULTILINE)


def after(limit):
    return clock.at(clock.now() + limit + A_MOMENT)


@pytest.mark.parametrize(
    ("limit", "seconds", "test"),
    [one[1:] for one in LIMITS],
    ids=[one[0] for one in LIMITS],
)
def test_each_limit_is_as_long_as_the_pages_say_and_has_a_way_back(limit, seconds, test):

    assert limit.total_seconds() == seconds
    assert f"test_{test}" in globals()


def test_every_length_of_time_is_a_limit_with_a_way_back_or_hurries_nobody():
    words = "\n".join(one.read_text() for one in Path(accountability.__file__).parent.rglob("*.py"))

    named = set(re.findall(r"[A-Z_]+", " ".join(NAMED.findall(words) + SET.findall(words))))

    assert named == set(re.findall(r"[A-Z_]+", ELSEWHERE + HURRY_NOBODY))


def test_after_it_an_alert_is_closed(context, cast):
    alert = services.raise_alert(cast.member("Ana"))

    with after(TAKE_BACK_WITHIN):
        assert not alert.can_be_taken_back
        services.resolve(cast.member("Ana"), alert, Outcome.HELD)

        assert alert.state == "held"


def test_after_it_the_same_friend_claims_again(context, cast):
    alert = services.raise_alert(cast.member("Ana"))
    services.claim(cast.member("Ben"), alert)

    with after(SILENT_AFTER):
        assert alert.holder is None
        services.respond(cast.member("Ben"), alert, "I am back.")
        services.claim(cast.member("Ben"), alert)

        assert alert.holder.name == "Ben"


def test_after_it_one_calls_again(context, cast):
    lapsed = services.raise_alert(cast.member("Ana"))

    with after(LAPSES_AFTER):
        again = services.raise_alert(cast.member("Ana"))

        assert (lapsed.state, again.state) == ("lapsed", "open")
        assert again.public_id != lapsed.public_id


def test_after_it_another_invitation_works(context, cast):
    old = invite(cast)

    with after(INVITATION_LASTS):
        with pytest.raises(Refused):
            circles.ask_to_join(cast.account("Cleo"), old, name="Cleo")
        newcomer = circles.ask_to_join(cast.account("Cleo"), invite(cast), name="Cleo")

        assert newcomer.invitation is not old


def test_after_it_a_newcomer_knocks_again(context, cast):
    late = welcomed(cast, "Cleo")

    with after(YES_LASTS):
        with pytest.raises(Refused):
            circles.accept_agreement(cast.account("Cleo"), late)
        again = circles.ask_to_join(cast.account("Cleo"), invite(cast), name="Cleo")
        circles.welcome(cast.member("Ana"), again)

        assert circles.accept_agreement(cast.account("Cleo"), again).name == "Cleo"


def test_after_it_the_person_can_be_reported(context, cast):
    said = circles.post_message(cast.member("Ben"), "not kind")
    circles.delete_message(cast.member("Ben"), said)

    with after(REPORTABLE_FOR):
        with pytest.raises(Gone):
            moderation.report(cast.member("Ana"), said, reason=Reason.UNKIND)
        made = moderation.report(cast.member("Mo"), cast.member("Ben"), reason=Reason.UNKIND)

        assert made.about_member is cast.member("Ben")


@pytest.mark.parametrize(("field", "limit"), [("seen_at", IDLE), ("signed_in_at", OLDEST)])
def test_after_it_one_signs_in_again(app, cast, field, limit):
    with app.app_context():
        cast.circle()
    ana = cast.browser("Ana")
    with app.app_context():
        db.session.execute(update(SignIn).values({field: clock.now() - limit - A_MOMENT}))
        db.session.commit()

    assert ana.get("/me").location.startswith("/sign-in?next=")
    ana.sign_in("ana@example.org")
    assert ana.get("/me").status_code == 200
