"""Who left and came back is who they are now: an earlier membership opens nothing."""

import pytest

from accountability.circles import services as circles
from accountability.circles.models import Role
from accountability.core.errors import Gone, Refused
from accountability.moderation import access, queries, services
from accountability.moderation.models import Reason
from tests.cast import Browser, hand_over, join
from tests.moderation.kit import ground, reported, staff


@pytest.fixture
def host(cast):
    """Ana was host, left, came back and is host again; her earlier row."""
    cast.circle()
    earlier = cast.member("Ana")
    hand_over(earlier, cast.member("Ben"))
    circles.leave(earlier)
    back = join(cast.circle(), cast.account("Ana"))
    hand_over(cast.member("Ben"), back)
    return earlier


@pytest.mark.parametrize("verb", ["ban", "remove", "warn"])
def test_nobody_acts_on_a_higher_role_by_an_earlier_row(context, cast, host, verb):
    mo = cast.member("Mo")

    with pytest.raises((Refused, Gone)):
        getattr(services, verb)(mo, host, ground())

    assert cast.member("Ana").role is Role.HOST
    assert not queries.is_banned(cast.account("Ana"), cast.circle())


def test_the_page_about_an_earlier_row_is_about_who_they_are_now(context, cast, host):
    _keeper, found, _report = access.care_for(cast.account("Mo").id, host.public_id)

    assert found is cast.member("Ana")


def moderator_again(cast):
    earlier = cast.member("Ben")
    said = circles.post_message(earlier, "unkind words")
    report = reported(cast)
    circles.leave(earlier)
    back = join(cast.circle(), cast.account("Ben"))
    circles.change_role(cast.member("Ana"), back, Role.MODERATOR)
    return said, report


def test_what_was_reported_about_who_is_a_moderator_now_is_for_staff(context, cast):
    sam = staff(cast)
    _said, before = moderator_again(cast)

    assert before in queries.staff_queue(sam)
    assert queries.queue_of(cast.member("Mo")) == []


def test_a_new_report_of_old_words_goes_where_their_author_stands_now(context, cast):
    sam = staff(cast)
    said, _before = moderator_again(cast)

    report = services.report(cast.member("Mo"), said, reason=Reason.UNKIND)

    assert (report.is_for_staff, report.about_member) == (True, cast.member("Ben"))
    assert report in queries.staff_queue(sam)


def test_to_the_web_it_is_refused_too(app, cast):
    with app.app_context():
        cast.circle()
        earlier = cast.member("Ana")
        hand_over(earlier, cast.member("Ben"))
        circles.leave(earlier)
        hand_over(cast.member("Ben"), join(cast.circle(), cast.account("Ana")))
        old = earlier.public_id
    mo: Browser = cast.browser("Mo")

    answer = mo.post(f"/members/{old}/sanctions", kind="ban", rule="unkind", reason="r", lasts="1")

    assert answer.status_code == 409
