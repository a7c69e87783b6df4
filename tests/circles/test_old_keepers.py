"""Whoever keeps the room no more loses who waits there, also on a screen that stayed open."""

import pytest

from accountability.circles import services
from accountability.circles.models import Role
from accountability.core.extensions import db
from accountability.core.streams import Stream
from accountability.moderation import services as moderation
from accountability.notifications.queries import news_of
from tests.cast import hand_over
from tests.circles.kit import ask
from tests.core.reader import fresh, pages
from tests.moderation.kit import ground


def demote(cast):
    services.change_role(cast.member("Ana"), cast.member("Mo"), Role.MEMBER)


def go(cast):
    services.leave(cast.member("Mo"))


def be_removed(cast):
    moderation.remove(cast.member("Ana"), cast.member("Mo"), ground())


def changes_of(stream: Stream, after: int):
    return [frame for page in pages(stream, after, 0) for frame in page]


def newcomers(frames):
    return [frame for frame in frames if frame.get("kind") == "newcomer"]


@pytest.mark.parametrize("end", [demote, go, be_removed])
def test_who_waits_is_taken_off_the_screen_of_an_old_keeper(context, cast, end):
    mo, wish = cast.member("Mo").account, ask(cast, "Cleo")
    shown, held = fresh(mo.stream, 0)
    assert ("newcomer", wish.public_id) in shown

    end(cast)

    db.session.expire_all()
    taken = newcomers(changes_of(mo.stream, held))
    assert [(frame["id"], frame.get("gone")) for frame in taken] == [(wish.public_id, True)]
    assert ("newcomer", wish.public_id) not in fresh(mo.stream, 0)[0]
    assert news_of(mo).newcomers == []


def test_the_old_host_who_handed_over_loses_them_and_the_new_one_sees_them(context, cast):
    ana, ben, wish = cast.account("Ana"), cast.account("Ben"), ask(cast, "Cleo")
    held = ana.stream.head

    hand_over(cast.member("Ana"), cast.member("Ben"))

    db.session.expire_all()
    assert [frame.get("gone") for frame in newcomers(changes_of(ana.stream, held))] == [True]
    assert [one.id for one in news_of(ben).newcomers] == [wish.public_id]


def test_a_host_who_stays_a_moderator_keeps_them(context, cast):
    ana, wish = cast.account("Ana"), ask(cast, "Cleo")
    held = ana.stream.head

    hand_over(cast.member("Ana"), cast.member("Mo"))

    db.session.expire_all()
    assert not any(frame.get("gone") for frame in newcomers(changes_of(ana.stream, held)))
    assert ("newcomer", wish.public_id) in fresh(ana.stream, 0)[0]
    assert [one.id for one in news_of(ana).newcomers] == [wish.public_id]


def test_a_member_who_leaves_and_never_kept_hears_of_nobody(context, cast):
    ben = cast.member("Ben").account
    ask(cast, "Cleo")
    held = ben.stream.head

    services.leave(cast.member("Ben"))

    db.session.expire_all()
    assert newcomers(changes_of(ben.stream, held)) == []
