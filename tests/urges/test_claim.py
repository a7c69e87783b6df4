"""Who has the author: claims, letting go, passing on, silence."""

from datetime import timedelta
from threading import Thread

import pytest

from accountability.core import clock
from accountability.core.errors import Gone, Refused
from accountability.urges import access, services
from accountability.urges.shapes import alert_shape, company_shape
from accountability.urges.wording import company_of, presence_of
from tests.cast import apart


@pytest.fixture
def alert(context, cast):
    return services.raise_alert(cast.member("Ana"))


def later(minutes):
    return clock.at(clock.now() + timedelta(minutes=minutes))


def test_a_friend_has_her_and_everybody_sees_it(cast, alert):
    ben = cast.member("Ben")

    services.claim(ben, alert)

    assert alert.state == "claimed"
    assert alert_shape(alert)["claimed_by"] == ben.public_id == company_shape(alert)["claimed_by"]
    assert company_of(alert).author == "Ben has you."
    assert company_of(alert).friends == "Ben has Ana."


def test_one_at_a_time_and_the_other_is_told_kindly(cast, alert):
    services.claim(cast.member("Ben"), alert)

    with pytest.raises(Refused, match="Ben has Ana already"):
        services.claim(cast.member("Mo"), alert)

    assert alert.holder.name == "Ben"


def test_claiming_again_changes_nothing(cast, alert):
    first = services.claim(cast.member("Ben"), alert)

    again = services.claim(cast.member("Ben"), alert)

    assert again.public_id == first.public_id and len(alert.claims) == 1


@pytest.mark.parametrize("how", ["silent", "silent a moment ago", "let go", "still alone", "again"])
def test_who_left_her_without_a_word_says_one_before_it_counts_again(cast, alert, how):
    ben = cast.member("Ben")
    services.claim(ben, alert)
    if how == "let go":
        services.let_go(ben, alert)
    elif how in ("still alone", "again"):
        services.respond(ben, alert, "Hm.")
        services.call_again(cast.member("Ana"), alert)
    if how == "again":
        with later(1):
            services.call_again(cast.member("Ana"), alert)
    with later(4 if how.startswith("silent") else 0):
        if how == "silent":
            services.end_lapsed_claims()
        with pytest.raises(Refused, match="Write a word to Ana in the room of this call"):
            services.claim(ben, alert)
        services.respond_ready(ben, alert, "here")
        with pytest.raises(Refused):
            services.claim(ben, alert)

        services.respond(ben, alert, "Now I am here.")
        services.claim(ben, alert)
        assert alert.holder.name == "Ben"


def test_who_spoke_and_went_may_come_again(cast, alert):
    ben = cast.member("Ben")
    services.claim(ben, alert)
    services.respond(ben, alert, "Tell me.")
    services.let_go(ben, alert)

    services.claim(ben, alert)

    assert alert.holder.name == "Ben"


def test_its_author_cannot_claim_it(cast, alert):
    with pytest.raises(Refused):
        services.claim(cast.member("Ana"), alert)


def test_a_member_of_no_told_circle_finds_nothing(cast, alert):
    from tests.cast import make_circle

    stranger = make_circle(cast.account("Cleo")).members[0]

    with pytest.raises(Gone):
        services.claim(stranger, alert)


def test_three_silent_minutes_end_it_and_make_room(cast, alert):
    services.claim(cast.member("Ben"), alert)

    with later(2):
        assert alert.state == "claimed"
    with later(4):
        assert alert.state == "open"
        services.claim(cast.member("Mo"), alert)

        assert alert.holder.name == "Mo"


def test_a_word_keeps_it_and_a_quick_tap_does_not(cast, alert):
    ben = cast.member("Ben")
    services.claim(ben, alert)
    services.respond_ready(ben, alert, "here")

    with later(4):
        assert alert.state == "open"
        services.respond(ben, alert, "I am back.")
        services.claim(ben, alert)
        services.respond(ben, alert, "I am with you")
    with later(30):
        assert alert.holder.name == "Ben"


def test_let_go_opens_it_again(cast, alert):
    services.claim(cast.member("Ben"), alert)

    services.let_go(cast.member("Ben"), alert)

    assert alert.state == "open" and presence_of(alert) == "nobody yet"
    with pytest.raises(Refused):
        services.let_go(cast.member("Ben"), alert)


def test_passed_on_it_says_asked_until_the_other_speaks(cast, alert):
    ben, mo = cast.member("Ben"), cast.member("Mo")
    services.claim(ben, alert)

    services.pass_on(ben, alert, mo)

    assert company_of(alert).author == "Mo is asked to stay with you."
    services.respond(mo, alert, "I am here")
    assert company_of(alert).author == "Mo has you." and alert.holder.name == "Mo"


def test_while_somebody_is_only_asked_nobody_has_her_and_others_may(cast, alert):
    ben, mo = cast.member("Ben"), cast.member("Mo")
    services.claim(ben, alert)
    services.respond(ben, alert, "I have to leave soon")

    services.pass_on(ben, alert, mo)

    facts = alert_shape(alert)
    assert (alert.holder, alert.state, facts["claimed_by"]) == (None, "open", None)
    assert facts["asked"] == mo.public_id and presence_of(alert) == "Mo is asked"
    with later(2.1):
        assert alert.has_waited
        services.claim(ben, alert)
        assert (alert.holder.name, alert.asked, alert.has_waited) == ("Ben", None, False)


def test_who_is_asked_says_yes_and_has_her(cast, alert):
    services.claim(cast.member("Ben"), alert)
    services.pass_on(cast.member("Ben"), alert, cast.member("Mo"))

    services.claim(cast.member("Mo"), alert)

    assert alert.holder.name == "Mo" and alert.asked is None
    with pytest.raises(Refused, match="Mo has Ana already"):
        services.claim(cast.member("Ben"), alert)


def test_it_is_passed_only_to_who_heard_of_it(cast, alert):
    services.claim(cast.member("Ben"), alert)
    cleo = cast.member("Cleo")

    with pytest.raises(Gone):
        services.pass_on(cast.member("Ben"), alert, cleo)
    with pytest.raises(Gone):
        services.pass_on(cast.member("Ben"), alert, cast.member("Ana"))

    assert alert.holder.name == "Ben"


def test_who_is_removed_has_nobody_any_more(cast, alert):
    from accountability.circles import services as circles

    services.claim(cast.member("Ben"), alert)

    circles.leave(cast.member("Ben"))

    assert alert.state == "open" and alert.holder is None


def test_still_alone_ends_the_claim_also_of_one_who_said_a_word(cast, alert):
    ana, ben = cast.member("Ana"), cast.member("Ben")
    services.claim(ben, alert)
    services.respond(ben, alert, "here")

    services.call_again(ana, alert)

    assert alert.state == "open" and alert.holder is None


def test_two_at_once_one_wins_and_the_other_is_refused(app, cast):
    with app.app_context():
        given = services.raise_alert(cast.member("Ana")).public_id
        ids = [cast.member(name).account_id for name in ("Ben", "Mo")]
    outcomes = []

    def press(account_id):
        with app.app_context():
            try:
                outcomes.append(services.claim(*access.alert_for(account_id, given)).member.name)
            except Refused as refused:
                outcomes.append(str(refused))

    threads = [Thread(target=apart, args=(press, one)) for one in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    won = [one for one in outcomes if one in ("Ben", "Mo")]
    assert len(won) == 1
    assert f"{won[0]} has Ana already. You can still write." in outcomes
