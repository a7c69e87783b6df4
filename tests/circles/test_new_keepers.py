"""Whoever keeps the room from now on sees who waits already."""

import pytest

from accountability.circles import services
from accountability.circles.models import Role
from accountability.core.extensions import db
from accountability.core.reading import first_of
from accountability.moderation import services as moderation
from accountability.notifications.queries import news_of
from tests.cast import hand_over
from tests.circles.kit import ask
from tests.moderation.kit import ground, staff


def make_moderator(cast):
    services.change_role(cast.member("Ana"), cast.member("Ben"), Role.MODERATOR)


def become_host(cast):
    hand_over(cast.member("Ana"), cast.member("Ben"))


def succeed(cast):
    sam, ben = staff(cast), cast.member("Ben")
    services.leave(cast.member("Mo"))
    report = moderation.report(ben, cast.member("Ana"), reason=ground().rule)
    moderation.remove(sam, cast.member("Ana"), ground(report))


@pytest.mark.parametrize("change", [make_moderator, become_host, succeed])
def test_a_new_keeper_sees_who_waits(context, cast, change):
    ben, wish = cast.account("Ben"), ask(cast, "Cleo")
    assert first_of(ben.stream_id, "newcomer", wish.public_id) is None

    change(cast)

    db.session.expire_all()
    assert [one.id for one in news_of(ben).newcomers] == [wish.public_id]
    assert first_of(ben.stream_id, "newcomer", wish.public_id) == ben.stream.head


def test_who_keeps_nothing_hears_of_nobody(context, cast):
    wish = ask(cast, "Cleo")
    ida = cast.member("Ida").account

    make_moderator(cast)

    assert first_of(ida.stream_id, "newcomer", wish.public_id) is None
    assert news_of(ida).newcomers == []


def test_another_name_brings_no_newcomers(context, cast):
    ben, wish = cast.member("Ben"), ask(cast, "Cleo")

    services.change_name(ben, "Benno")

    assert first_of(ben.account.stream_id, "newcomer", wish.public_id) is None
