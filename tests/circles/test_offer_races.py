"""Two at once about one offer: one of them holds, and the circle keeps one host."""

import pytest

from accountability.circles import services
from accountability.circles.access import member_and_offer
from accountability.circles.models import Role
from accountability.core.errors import Gone, Refused
from tests.circles.kit import at_once


def offered(cast, to="Ben"):
    """What Ana asked of a friend."""
    return services.offer_handover(cast.member("Ana"), cast.member(to))


RIVALS = {
    "yes, yes": (("Ben", services.accept_offer), ("Ben", services.accept_offer)),
    "yes, taken back": (("Ben", services.accept_offer), ("Ana", services.withdraw_offer)),
    "yes, no": (("Ben", services.accept_offer), ("Ben", services.decline_offer)),
}


@pytest.mark.parametrize("rivals", RIVALS.values(), ids=RIVALS)
def test_of_two_answers_at_once_one_holds(app, cast, rivals):
    with app.app_context():
        offer_id = offered(cast).public_id

    def act(name, answer):
        def run():
            return answer(*member_and_offer(cast.account(name).id, offer_id))

        return run

    answers = at_once(app, *(act(*rival) for rival in rivals))

    with app.app_context():
        said_yes = cast.member("Ben").role is Role.HOST
        expected = (Role.MEMBER, Role.HOST) if said_yes else (Role.HOST, Role.MEMBER)
        assert (cast.member("Ana").role, cast.member("Ben").role) == expected
    assert sum(isinstance(answer, Refused) for answer in answers) == 1


def test_leaving_and_saying_yes_at_once_leaves_one_host(app, cast):
    with app.app_context():
        offer_id = offered(cast).public_id

    def forgiving(verb, *found):
        def run():
            pair = member_and_offer(cast.account("Ben").id, offer_id)
            try:
                return verb(*pair[: found[0]]) if pair else None
            except Gone:
                return None

        return run

    at_once(app, forgiving(services.accept_offer, 2), forgiving(services.leave, 1))

    with app.app_context():
        hosts = [one for one in cast.member("Mo").circle.members if one.role is Role.HOST]
        assert len(hosts) == 1


def test_asking_two_at_once_asks_one(app, cast):
    with app.app_context():
        cast.circle()

    answers = at_once(app, lambda: offered(cast, "Ben"), lambda: offered(cast, "Mo"))

    assert sum(isinstance(answer, Refused) for answer in answers) == 1
