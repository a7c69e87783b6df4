"""Another circle of mine may hear of it too."""

from datetime import timedelta

import pytest

from accountability.circles.models import Member
from accountability.core import clock, keeping
from accountability.core.errors import Gone, Refused
from accountability.core.extensions import db
from accountability.core.streams import audience_of
from accountability.urges import access, services
from accountability.urges.asking_order import hearers_of
from accountability.urges.choices import Outcome
from accountability.urges.shapes import ALERT
from tests.cast import join, make_circle


@pytest.fixture
def world(context, cast):
    """Ana's open alert, and a second circle of hers with Cleo in it."""
    alert = services.raise_alert(cast.member("Ana"))
    second = make_circle(cast.account("Ana"), "Old friends")
    cleo = join(second, cast.account("Cleo"))
    return alert, second, cleo


def test_its_members_hear_from_then_on(cast, world):
    alert, second, cleo = world
    assert access.alert_for(cleo.account_id, alert.public_id) is None

    services.also_tell(cast.member("Ana"), alert, second)

    assert access.alert_for(cleo.account_id, alert.public_id)[0].id == cleo.id
    assert cleo.account_id in audience_of(alert.stream)
    assert second.stream_id in ALERT.streams(alert)
    later = join(second, cast.account("Ida"))
    assert access.alert_for(later.account_id, alert.public_id) is None


def test_friends_of_both_circles_are_friends_of_the_alert(cast, world):
    alert, second, cleo = world
    services.also_tell(cast.member("Ana"), alert, second)

    services.claim(cleo, alert)

    assert {friend.name for friend in access.friends_of(alert)} == {"Ben", "Mo", "Cleo"}
    with pytest.raises(Refused, match="Cleo has Ana already"):
        services.claim(cast.member("Ben"), alert)


def test_told_twice_it_hears_once(cast, world):
    alert, second, _cleo = world
    services.also_tell(cast.member("Ana"), alert, second)

    services.also_tell(cast.member("Ana"), alert, second)

    assert len(alert.tellings) == 2


def test_a_circle_of_others_is_not_there(cast, world):
    alert, _second, _cleo = world
    bens = make_circle(cast.account("Ben"), "Bens own")

    with pytest.raises(Gone):
        services.also_tell(cast.member("Ana"), alert, bens)

    assert bens.id not in {telling.circle_id for telling in alert.tellings}


def test_a_friend_tells_nobody(cast, world):
    alert, second, _cleo = world

    with pytest.raises(Refused):
        services.also_tell(cast.member("Ben"), alert, second)


def test_an_ended_alert_is_told_to_nobody_more(cast, world):
    alert, second, cleo = world
    services.resolve(cast.member("Ana"), alert, Outcome.HELD)

    with pytest.raises(Refused):
        services.also_tell(cast.member("Ana"), alert, second)

    assert access.alert_for(cleo.account_id, alert.public_id) is None


@pytest.mark.parametrize("first", ["Ben", "Mo"])
def test_the_first_friend_is_asked_first_also_by_an_older_circle_of_both(context, cast, first):
    older = make_circle(cast.account("Ana"), "Harbour")
    for name in ("Ben", "Mo"):
        join(older, cast.account(name))
    ana = cast.member("Ana")
    services.choose_first_friend(ana, cast.member(first))
    alert = services.raise_alert(ana)
    services.also_tell(ana, alert, older)

    with clock.at(alert.raised_at + timedelta(seconds=6)):
        keeping.keep_due(context)

    assert [step.named.name for step in alert.steps] == [first]


def test_what_a_friend_bore_in_either_circle_counts(context, cast):
    older = make_circle(cast.account("Ana"), "Harbour")
    for name in ("Ben", "Mo"):
        join(older, cast.account(name))
    earlier = services.raise_alert(cast.member("Ana"))
    services.claim(cast.member("Ben"), earlier)
    services.resolve(cast.member("Ana"), earlier, Outcome.HELD)
    alert = services.raise_alert(cast.member("Ana"))
    services.also_tell(cast.member("Ana"), alert, older)

    carried = {
        db.session.get(Member, one.member_id).name: one.carried
        for one in hearers_of(alert, access.friends_of(alert))
    }

    assert carried["Ben"] > carried["Mo"] == 0
