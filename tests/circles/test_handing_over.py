"""Handing a circle over: asked, then a yes or a no. Nobody becomes the host without a yes."""

import pytest

from accountability.circles import services
from accountability.circles.models import Role
from accountability.core.errors import Gone, Refused
from accountability.core.extensions import db
from accountability.core.reading import first_of, snapshot
from accountability.moderation import queries as record
from accountability.moderation import sanctioning
from accountability.moderation import services as moderation
from accountability.moderation.wording import act_words
from tests.cast import hand_over, make_circle
from tests.moderation.kit import ground, staff


def offered(cast, to="Ben"):
    """What Ana asked of a friend."""
    return services.offer_handover(cast.member("Ana"), cast.member(to))


def roles(cast, *names):
    db.session.expire_all()
    return tuple(cast.member(name).role for name in names)


def acts(cast):
    return [act_words(act) for act in record.acts_of(cast.member("Mo"))]


def asked_of(cast, name):
    """The offers that stand in the stream of this account."""
    account = cast.account(name)
    return [one.id for one in snapshot(account.stream, 0).of("offer")]


def test_nothing_changes_until_the_yes(context, cast):
    offered(cast, "Mo")

    assert roles(cast, "Ana", "Mo") == (Role.HOST, Role.MODERATOR)
    assert acts(cast) == []


def test_a_yes_exchanges_the_roles_and_stands_in_the_record(context, cast):
    offer = offered(cast, "Mo")

    services.accept_offer(cast.member("Mo"), offer)

    assert roles(cast, "Ana", "Mo") == (Role.MODERATOR, Role.HOST)
    assert acts(cast) == ["Mo is the host now"]
    assert asked_of(cast, "Mo") == []


def test_a_no_leaves_everything_as_it_was_and_stands_nowhere(context, cast):
    offer = offered(cast)

    services.decline_offer(cast.member("Ben"), offer)

    assert roles(cast, "Ana", "Ben") == (Role.HOST, Role.MEMBER)
    assert (acts(cast), asked_of(cast, "Ben")) == ([], [])
    with pytest.raises(Refused):
        services.accept_offer(cast.member("Ben"), offer)


def test_the_host_takes_the_question_back(context, cast):
    offer = offered(cast)

    services.withdraw_offer(cast.member("Ana"), offer)

    with pytest.raises(Refused):
        services.accept_offer(cast.member("Ben"), offer)
    assert roles(cast, "Ana", "Ben") == (Role.HOST, Role.MEMBER)
    assert asked_of(cast, "Ben") == []


def test_a_second_yes_is_refused(context, cast):
    offer = offered(cast)
    services.accept_offer(cast.member("Ben"), offer)

    with pytest.raises(Refused):
        services.accept_offer(cast.member("Ben"), offer)

    assert roles(cast, "Ana", "Ben") == (Role.MEMBER, Role.HOST)


@pytest.mark.parametrize("name", ["Ana", "Mo"])
def test_nobody_answers_for_another(context, cast, name):
    offer = offered(cast)

    for answer in (services.accept_offer, services.decline_offer):
        with pytest.raises(Gone):
            answer(cast.member(name), offer)

    assert offer.is_open


def test_only_the_host_takes_it_back(context, cast):
    offer = offered(cast)

    with pytest.raises(Gone):
        services.withdraw_offer(cast.member("Ben"), offer)

    assert offer.is_open


def test_only_the_host_asks(context, cast):
    with pytest.raises(Refused):
        services.offer_handover(cast.member("Mo"), cast.member("Ben"))


def test_a_circle_is_not_offered_to_somebody_outside(context, cast):
    stranger = make_circle(cast.account("Cleo"), "Harbour").members[0]

    with pytest.raises(Gone):
        services.offer_handover(cast.member("Ana"), stranger)


def test_one_person_is_asked_at_a_time(context, cast):
    first = offered(cast)

    with pytest.raises(Refused):
        offered(cast, "Mo")
    with pytest.raises(Refused):
        offered(cast)
    services.withdraw_offer(cast.member("Ana"), first)

    assert offered(cast, "Mo").is_open


def test_a_host_who_asked_still_cannot_leave(context, cast):
    offered(cast)

    with pytest.raises(Refused):
        services.leave(cast.member("Ana"))


def asked_leaves(cast):
    services.leave(cast.member("Ben"))


def asked_is_removed(cast):
    sanctioning.remove(cast.member("Mo"), cast.member("Ben"), ground())


def asked_keeps_and_keeps_no_more(cast):
    services.change_role(cast.member("Ana"), cast.member("Ben"), Role.MODERATOR)
    services.change_role(cast.member("Ana"), cast.member("Ben"), Role.MEMBER)


def host_is_removed(cast):
    sam = staff(cast)
    report = moderation.report(cast.member("Mo"), cast.member("Ana"), reason=ground().rule)
    moderation.remove(sam, cast.member("Ana"), ground(report))


def circle_closes(cast):
    services.close_circle(cast.member("Ana"))


ENDS = [
    asked_leaves,
    asked_is_removed,
    asked_keeps_and_keeps_no_more,
    host_is_removed,
    circle_closes,
]


@pytest.mark.parametrize("end", ENDS)
def test_an_offer_is_void_for_good_once_it_is_about_something_else(context, cast, end):
    offer, ben = offered(cast), cast.member("Ben")
    before = ben.account.stream.head

    end(cast)

    db.session.expire_all()
    assert (offer.state, offer.ended_at is None) == ("void", False)
    assert (asked_of(cast, "Ben"), ben.account.stream.head > before) == ([], True)
    with pytest.raises((Refused, Gone)):
        services.accept_offer(ben, offer)


def test_what_became_of_others_leaves_an_offer_open(context, cast):
    offer = offered(cast)

    services.change_role(cast.member("Ana"), cast.member("Mo"), Role.MEMBER)
    services.leave(cast.member("Mo"))
    services.change_name(cast.member("Ben"), "Benno")

    assert offer.is_open


def test_only_who_is_asked_gets_the_card(context, cast):
    offer = offered(cast)

    assert asked_of(cast, "Ben") == [offer.public_id]
    for name in ("Ana", "Mo"):
        assert first_of(cast.account(name).stream_id, "offer", offer.public_id) is None


def test_the_circle_goes_back_and_forth(context, cast):
    hand_over(cast.member("Ana"), cast.member("Ben"))
    hand_over(cast.member("Ben"), cast.member("Ana"))

    assert roles(cast, "Ana", "Ben") == (Role.HOST, Role.MEMBER)
