"""Setting out, slipping, and what each circle sees of it."""

from datetime import date, timedelta

import pytest

from accountability.circles import services as circles
from accountability.circles.models import Sharing
from accountability.core import clock
from accountability.core.errors import Refused
from accountability.streaks import access, services, shapes
from accountability.streaks.models import CheerWord
from tests.client.page import Page


def ago(days: int) -> date:
    return clock.today_in("UTC") - timedelta(days=days)


def test_a_journey_may_begin_in_the_past_but_not_tomorrow(context, cast):
    ana = cast.account("Ana")

    journey = services.begin_journey(ana, ago(23))
    with pytest.raises(Refused):
        services.begin_journey(ana, ago(-1))

    assert journey.streak().days == 23


def test_tomorrow_is_judged_by_the_members_own_calendar(context, cast):
    noon = clock.now().replace(hour=12)
    ana = cast.account("Ana")
    ana.zone = "Pacific/Kiritimati"  # fourteen hours ahead
    from accountability.core.change import commit_sign_in

    commit_sign_in()

    with clock.at(noon):
        journey = services.begin_journey(ana, noon.date() + timedelta(days=1))

        assert journey.streak().days == 0


def test_a_slip_begins_the_row_anew_and_takes_nothing_else(context, cast):
    ana = cast.account("Ana")
    services.begin_journey(ana, ago(30))

    services.log_slip(ana, ago(5))
    services.log_slip(ana, ago(5))

    streak = access.journey_of(ana.id).streak()
    assert (streak.days, streak.best, streak.total) == (5, 25, 29)


def test_the_page_says_after_a_slip_what_stays_of_the_days(app, cast):
    with app.app_context():
        services.begin_journey(cast.account("Ana"), ago(30))
    ana = cast.browser("Ana")
    before = Page(ana.get("/journey").get_data(as_text=True)).words

    ana.post("/journey/slips", day=ago(5).isoformat())
    after = Page(ana.get("/journey").get_data(as_text=True)).words

    for said in ("30 days in a row", "30 days in all", "best run 30 days"):
        assert said in before
    for said in ("5 days in a row", "29 days in all", "best run 25 days"):
        assert said in after
    assert "Your total and your best run stay yours." in after


@pytest.mark.parametrize("day", [31, -1])
def test_a_slip_lies_within_the_journey(context, cast, day):
    ana = cast.account("Ana")
    services.begin_journey(ana, ago(30))

    with pytest.raises(Refused):
        services.log_slip(ana, ago(day))


@pytest.mark.parametrize(
    ("sharing", "shown"),
    [
        (Sharing.EXACT, {"share": "exact", "days": 23}),
        (Sharing.ROUGH, {"share": "rough", "rough": "2 w+"}),
        (Sharing.HIDDEN, {"share": "hidden"}),
    ],
)
def test_the_circle_sees_what_the_member_chose(context, cast, sharing, shown):
    ana = cast.circle() and cast.member("Ana")
    services.begin_journey(ana.account, ago(23))

    services.choose_sharing(ana, sharing)

    streak = shapes.member_shape(ana)["streak"]
    assert {name: streak.get(name) for name in shown} == shown
    assert "23" not in str(streak) or sharing is Sharing.EXACT


def test_a_milestone_is_found_once_for_ever(context, cast):
    ana = cast.circle() and cast.member("Ana")
    services.begin_journey(ana.account, ago(8))

    first = services.find_milestones(ana.account)
    again = services.find_milestones(ana.account)
    services.log_slip(ana.account, ago(7))
    after_slip = services.find_milestones(ana.account)

    assert [milestone.days for milestone in first] == [7]
    assert (again, after_slip) == ([], [])


def test_a_hidden_streak_makes_no_card(context, cast):
    ana = cast.circle() and cast.member("Ana")
    services.choose_sharing(ana, Sharing.HIDDEN)
    services.begin_journey(ana.account, ago(8))

    assert services.find_milestones(ana.account) == []


def test_friends_cheer_a_milestone_once_each_and_nobody_cheers_their_own(context, cast):
    ana = cast.circle() and cast.member("Ana")
    ben, mo = cast.member("Ben"), cast.member("Mo")
    services.begin_journey(ana.account, ago(7))
    [milestone] = services.find_milestones(ana.account)

    services.cheer_milestone(ben, milestone, CheerWord.PROUD)
    services.cheer_milestone(ben, milestone, CheerWord.STRONG)
    services.cheer_milestone(mo, milestone, CheerWord.STRONG)
    with pytest.raises(Refused):
        services.cheer_milestone(ana, milestone, CheerWord.PROUD)

    assert shapes.milestone_shape(milestone)["cheers"] == {"strong": 2}


def test_a_newcomer_does_not_see_a_milestone_from_before(context, cast):
    ana = cast.circle() and cast.member("Ana")
    services.begin_journey(ana.account, ago(7))
    [milestone] = services.find_milestones(ana.account)
    ida = cast.member("Ida")

    assert access.milestone_for(ida.account_id, milestone.public_id) is None
    assert access.milestone_for(cast.account("Cleo").id, milestone.public_id) is None
    assert access.milestone_for(cast.member("Ben").account_id, milestone.public_id) is not None


def test_who_comes_back_is_not_celebrated_twice(context, cast):
    ben = cast.circle() and cast.member("Ben")
    services.begin_journey(ben.account, ago(7))
    services.find_milestones(ben.account)

    circles.leave(ben)
    back = cast.member("Ben")

    assert back.id != ben.id
    assert services.find_milestones(back.account) == []


def test_a_day_that_is_none_uses_no_key_up_even_when_a_milestone_is_due(app, cast):
    with app.app_context():
        cast.circle()
        services.begin_journey(cast.account("Ben"), ago(8))
    ben = cast.browser("Ben")

    wrong = ben.post("/journey/slips", key="k" * 22, day="never")
    right = ben.post("/journey/slips", key="k" * 22, day=ago(1).isoformat())

    assert (wrong.status_code, right.status_code) == (422, 201), right.get_data(as_text=True)
