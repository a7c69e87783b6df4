"""Saying something, and taking it away."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from accountability.circles import access, services
from accountability.circles.models import FORGOTTEN_AFTER, MESSAGE_MOST, REPORTABLE_FOR, Message
from accountability.core import clock
from accountability.core.errors import Gone, Refused
from accountability.core.extensions import db
from accountability.core.reading import snapshot
from accountability.moderation import services as moderation
from accountability.moderation.models import Reason
from accountability.urges.models import UrgeAlert
from accountability.urges.services import raise_alert
from tests.cast import make_circle
from tests.circles.kit import set_quietly


def test_what_is_said_is_stored_sealed(context, cast):
    said = services.post_message(cast.member("Ben"), "Lake at ten?")

    assert said.text == "Lake at ten?"
    assert b"Lake" not in said.text_sealed


def test_nobody_speaks_after_leaving(context, cast):
    ben = cast.member("Ben")
    services.leave(ben)

    with pytest.raises(Gone):
        services.post_message(ben, "one more")

    assert db.session.query(Message).count() == 0


def test_somebody_asked_to_pause_is_told_so(context, cast):
    ben = cast.member("Ben")
    ground = moderation.Ground(Reason.UNKIND, "Too loud.")
    moderation.mute(cast.member("Ana"), ben, ground, clock.now() + timedelta(hours=1))

    with pytest.raises(Refused):
        services.post_message(ben, "but")

    assert services.post_message(cast.member("Mo"), "quiet now").public_id


def test_words_taken_away_are_seen_by_nobody_and_deleted_days_later(context, cast):
    ben = cast.member("Ben")
    said = services.post_message(ben, "Lake at ten?")
    kept = services.post_message(ben, "Lake at two?")

    services.delete_message(ben, said)
    assert access.message_for(ben.account_id, said.public_id) is None
    assert "Lake at ten" not in str(snapshot(ben.circle.stream, 0).cards)
    set_quietly(said, deleted_at=clock.now() - REPORTABLE_FOR - timedelta(hours=1))
    services.forget_deleted()

    db.session.expire_all()
    assert (said.text_sealed, kept.text) == (None, "Lake at two?")


def test_nobody_takes_away_the_words_of_another(context, cast):
    said = services.post_message(cast.member("Ben"), "Lake at ten?")

    with pytest.raises(Refused):
        services.delete_message(cast.member("Ana"), said)

    assert said.text == "Lake at ten?"


def test_a_member_of_another_circle_cannot_touch_a_message(context, cast):
    said = services.post_message(cast.member("Ben"), "Lake at ten?")
    stranger = make_circle(cast.account("Cleo"), "Harbour").members[0]

    with pytest.raises(Gone):
        services.delete_message(stranger, said)

    assert access.message_for(stranger.account_id, said.public_id) is None


@pytest.mark.parametrize("text", ["", "   ", "x" * (MESSAGE_MOST + 1)])
def test_words_that_are_none_or_too_many_are_refused(app, cast, text):
    with app.app_context():
        circle = cast.circle().public_id

    answer = cast.browser("Ben").post(f"/circles/{circle}/messages", text=text)

    assert answer.status_code == 422
    assert answer.json["errors"]["text"]


def test_words_that_are_too_many_are_kept_in_the_form(app, cast):
    with app.app_context():
        circle = cast.circle().public_id

    answer = cast.browser("Ben").post(
        f"/circles/{circle}/messages", page=True, text="long " * MESSAGE_MOST
    )

    assert answer.status_code == 422
    assert "long long long" in answer.get_data(as_text=True)


def test_author_and_time_cannot_be_smuggled_in(app, cast):
    with app.app_context():
        circle, ana = cast.circle().public_id, cast.member("Ana").public_id
    ben = cast.browser("Ben")

    made = ben.post(
        f"/circles/{circle}/messages", text="hi", member=ana, by=ana, posted_at="2020-01-01"
    )

    assert made.status_code == 201
    with app.app_context():
        assert db.session.query(Message).one().member.name == "Ben"


def test_a_script_in_a_message_is_only_text(app, cast):
    with app.app_context():
        circle = cast.circle().public_id
        services.post_message(cast.member("Ben"), "<script>alert(1)</script>")

    page = cast.browser("Ana").get(f"/circles/{circle}").get_data(as_text=True)

    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_older_words_are_a_page_away(app, cast):
    with app.app_context():
        circle = cast.circle().public_id
        for number in range(35):
            services.post_message(cast.member("Ben"), f"word-{number}.")
    ana = cast.browser("Ana")

    room = ana.get(f"/circles/{circle}").get_data(as_text=True)
    older = room.partition("?before=")[2].partition('"')[0]
    before = ana.get(f"/circles/{circle}?before={older}").get_data(as_text=True)

    assert "word-34." in room and "word-3." not in room
    assert "word-3." in before and "word-34." not in before


def test_the_words_of_a_circle_closed_long_ago_are_deleted_and_no_others(app, cast):
    with app.app_context():
        old = services.post_message(cast.member("Ben"), "long ago")
        kept = services.post_message(make_circle(cast.account("Cleo"), "Lake").members[0], "now")
        raise_alert(cast.member("Ben"), note="a song")
        circle = services.close_circle(cast.member("Ana"))
        set_quietly(circle, closed_at=clock.now() - FORGOTTEN_AFTER - timedelta(hours=1))

        alert = db.session.scalars(select(UrgeAlert)).one()
        app.test_cli_runner().invoke(args=["forget"])

        db.session.expire_all()
        assert (old.text, kept.text, alert.note) == (None, "now", None)
