"""Coming in again after a removal needs another yes."""

import pytest

from accountability.circles import access, services
from accountability.circles.models import Answer, Newcomer
from accountability.core import clock
from accountability.core.change import quiet_change
from accountability.core.errors import Refused
from accountability.core.extensions import db
from accountability.moderation import services as moderation
from tests.circles.kit import ask, invite
from tests.moderation.kit import ground

pytestmark = pytest.mark.usefixtures("context")


def old_yes(cast, name):
    """A yes that somebody has beside the one they came in by."""
    ana, invitation, account = cast.member("Ana"), invite(cast), cast.account(name)
    with quiet_change():
        wish = Newcomer(circle=ana.circle, invitation=invitation, account=account, name=name)
        wish.answer, wish.answered_at, wish.answered_by_id = Answer.WELCOMED, clock.now(), ana.id
        db.session.add(wish)
    return wish


def test_a_yes_from_before_the_removal_opens_nothing(cast):
    ben, spare = cast.member("Ben"), old_yes(cast, "Ben")
    moderation.remove(cast.member("Ana"), ben, ground())

    with pytest.raises(Refused) as refused:
        services.accept_agreement(cast.account("Ben"), spare)

    assert str(refused.value) == str(services.neutral_refusal())
    assert access.my_members(cast.account("Ben").id) == []


def test_a_yes_from_after_the_removal_opens(cast):
    ben, spare = cast.member("Ben"), old_yes(cast, "Ben")
    moderation.remove(cast.member("Ana"), ben, ground())

    wish = ask(cast, "Ben")
    services.welcome(cast.member("Ana"), wish)

    assert wish.id != spare.id
    assert services.accept_agreement(cast.account("Ben"), wish).belongs


def test_who_left_by_themselves_keeps_the_yes(cast):
    ben, spare = cast.member("Ben"), old_yes(cast, "Ben")
    services.leave(ben)

    assert services.accept_agreement(cast.account("Ben"), spare).belongs


def test_the_removal_of_one_person_voids_no_yes_of_another(cast):
    spare = old_yes(cast, "Cleo")
    moderation.remove(cast.member("Ana"), cast.member("Ben"), ground())

    assert services.accept_agreement(cast.account("Cleo"), spare).belongs
