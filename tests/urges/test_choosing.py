"""Whom a member asks first, and how soon a circle asks on: nobody else sees the one."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from accountability.core import clock, keeping
from accountability.core.errors import Gone, Refused
from accountability.core.extensions import db
from accountability.urges import services
from accountability.urges.hand_ons import HandOn
from accountability.urges.ladder import Pace

SOON = Pace(timedelta(seconds=30), timedelta(seconds=120))


def asked(app, alert, after):
    with clock.at(alert.raised_at + timedelta(seconds=after)):
        while keeping.keep_due(app):
            pass
    db.session.rollback()
    return [
        (one.kind, one.named.name if one.named else None)
        for one in db.session.scalars(select(HandOn))
    ]


def test_the_friend_who_was_chosen_is_asked_first(app, context, cast):
    ana = cast.circle() and cast.member("Ana")
    services.choose_first_friend(ana, cast.member("Mo"))

    assert asked(app, services.raise_alert(ana), after=6) == [("first", "Mo")]


def test_the_choice_can_be_taken_back(app, context, cast):
    ana = cast.circle() and cast.member("Ana")
    services.choose_first_friend(ana, cast.member("Mo"))
    services.choose_first_friend(ana, None)

    assert asked(app, services.raise_alert(ana), after=6) == [("first", "Ben")]


def test_only_a_friend_of_the_circle_can_be_chosen(context, cast):
    ana = cast.circle() and cast.member("Ana")

    with pytest.raises(Gone):
        services.choose_first_friend(ana, ana)


def test_the_circle_asks_on_as_soon_as_its_host_says(app, context, cast):
    ana = cast.circle() and cast.member("Ana")
    services.choose_pace(ana, SOON)

    assert len(asked(app, services.raise_alert(ana), after=31)) == 3


def test_nobody_but_the_host_says_how_soon(context, cast):
    with pytest.raises(Refused):
        services.choose_pace(cast.circle() and cast.member("Mo"), SOON)


def test_no_page_of_a_friend_says_whom_one_asks_first(app, cast):
    with app.app_context():
        ana = cast.circle() and cast.member("Ana")
        room, chosen = f"/circles/{ana.circle.public_id}", cast.member("Mo").public_id
    ana = cast.browser("Ana")
    assert ana.post(f"{room}/first-friend", friend=chosen).status_code == 201

    mine, theirs = ana.get(f"{room}/order").text, cast.browser("Ben").get(f"{room}/order").text

    assert f'value="{chosen}" checked' in mine
    assert f'value="{chosen}" checked' not in theirs
