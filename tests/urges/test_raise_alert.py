"""The press of the big button."""

import pytest

from accountability.circles import access as circle_doors
from accountability.circles import services as circles
from accountability.core.extensions import db
from accountability.core.streams import audience_of
from accountability.urges import access, services
from accountability.urges.choices import Ask, Outcome
from accountability.urges.models import UrgeAlert
from accountability.urges.shapes import alert_shape
from tests.cast import join, make_circle


def test_friends_hear_of_it_and_strangers_do_not(context, cast):
    ana = cast.member("Ana")

    alert = services.raise_alert(ana, strength=7, ask=Ask.LISTEN, note="his song came on")

    told = audience_of(alert.stream)
    assert told.keys() == {cast.account(name).id for name in ("Ana", "Ben", "Mo")}
    assert access.alert_for(cast.account("Ben").id, alert.public_id)[0].name == "Ben"
    assert access.alert_for(cast.account("Cleo").id, alert.public_id) is None
    facts = alert_shape(alert)
    assert (facts["state"], facts["strength"], facts["note"]) == ("open", 7, "his song came on")


def test_a_second_press_adds_to_the_open_one(context, cast):
    ana = cast.member("Ana")
    first = services.raise_alert(ana, note="it begins")

    second = services.raise_alert(ana, strength=9)

    assert second.public_id == first.public_id
    assert (second.strength, second.note) == (9, "it begins")
    assert db.session.query(UrgeAlert).count() == 1


def test_after_it_is_closed_the_press_raises_another(context, cast):
    ana = cast.member("Ana")
    first = services.raise_alert(ana)
    services.resolve(ana, first, Outcome.HELD)

    second = services.raise_alert(ana)

    assert second.public_id != first.public_id


def test_who_joins_later_never_hears_of_it(context, cast):
    alert = services.raise_alert(cast.member("Ana"))

    cleo = cast.member("Cleo")

    assert access.alert_for(cleo.account_id, alert.public_id) is None
    assert cleo.account_id not in audience_of(alert.stream)


def test_who_left_hears_nothing_more(context, cast):
    alert = services.raise_alert(cast.member("Ana"))

    circles.leave(cast.member("Ben"))

    ben = cast.account("Ben").id
    assert access.alert_for(ben, alert.public_id) is None
    assert ben not in audience_of(alert.stream)


def test_alone_in_the_circle_nothing_claims_that_anybody_was_told(context, cast):
    ida = make_circle(cast.account("Ida")).members[0]

    with pytest.raises(services.Alone):
        services.raise_alert(ida)

    assert db.session.query(UrgeAlert).count() == 0


def test_a_mute_never_stands_in_its_way(context, cast, monkeypatch):
    monkeypatch.setattr(circles, "MAY_SPEAK", [lambda _member: "You are muted."])

    alert = services.raise_alert(cast.member("Ben"))

    assert alert.is_open
    services.respond(cast.member("Ben"), alert, "it is bad")


def test_a_press_in_another_circle_is_an_alert_of_its_own(context, cast):
    ana, ben = cast.member("Ana"), cast.account("Ben")
    second = make_circle(cast.account("Ana"), "Old friends")
    cleo = join(second, cast.account("Cleo"))
    first = services.raise_alert(ana)

    other = services.raise_alert(second.members[0], note="only for you")

    assert other.public_id != first.public_id
    assert access.alert_for(cleo.account_id, other.public_id) is not None
    assert access.alert_for(cleo.account_id, first.public_id) is None
    assert access.alert_for(ben.id, other.public_id) is None


def test_the_big_button_does_not_call_where_nobody_would_hear(context, cast):
    empty = make_circle(cast.account("Ben"), "Nobody")
    circle = cast.circle()

    unchosen = circle_doors.default_member(cast.account("Ben").id)
    circles.choose_default(empty.members[0])
    chosen = circle_doors.default_member(cast.account("Ben").id)

    assert (unchosen.circle_id, chosen.circle_id) == (circle.id, circle.id)


def test_the_alert_takes_one_number_in_each_of_its_streams(context, cast):
    ana = cast.member("Ana")
    before = ana.circle.stream.head

    alert = services.raise_alert(ana)

    assert ana.circle.stream.head == before + 1
    assert alert.stream.head == 1
    assert alert.tellings[0].seq == before + 1
