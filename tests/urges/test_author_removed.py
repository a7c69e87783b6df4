"""Whoever is taken out of a circle while asking for company: who is told, who still hears."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from accountability.circles import services as circles
from accountability.core import streams
from accountability.core.errors import Gone, Refused
from accountability.core.extensions import db
from accountability.moderation import services as moderation
from accountability.notifications.models import Notification
from accountability.realtime.access import followed_by
from accountability.urges import access, services
from accountability.urges.choices import Outcome
from tests.cast import join, make_circle
from tests.core.reader import fresh, pages
from tests.moderation.kit import ground


@pytest.fixture
def harbour(context, cast):
    """Another circle of Ben's, in which Cleo is the host."""
    cast.circle()
    circle = make_circle(cast.account("Cleo"), "Harbour")
    join(circle, cast.account("Ben"))
    return circle


@pytest.fixture
def alert(cast, harbour):
    """Ben asks the walkers, and then the harbour too."""
    raised = services.raise_alert(cast.member("Ben"))
    return services.also_tell(cast.member("Ben"), raised, harbour)


def remove(cast):
    moderation.remove(cast.member("Ana"), cast.member("Ben"), ground())
    db.session.expire_all()


def kinds_told(account):
    query = select(Notification).where(Notification.account_id == account.id)
    return {(one.kind, one.location) for one in db.session.scalars(query)}


def cards_of(stream, after):
    """The alert's cards among what changed: whole, or gone."""
    found = [frame for page in pages(stream, after, 0) for frame in page]
    return [frame for frame in found if frame.get("kind") == "alert"]


def test_its_author_learns_at_once_and_where_help_is(cast, alert):
    ben, held = cast.account("Ben"), cast.account("Ben").stream.head

    remove(cast)

    assert ("still_help", "/help") in kinds_told(ben)
    told = [frame for page in pages(ben.stream, held, 0) for frame in page]
    assert "/help" in [frame["data"]["location"] for frame in told if "location" in frame["data"]]


def test_the_other_circle_still_hears_and_answers(cast, alert):
    remove(cast)

    assert [friend.name for friend in access.friends_of(alert)] == ["Cleo"]
    cleo = access.alert_for(cast.account("Cleo").id, alert.public_id)[0]
    services.claim(cleo, alert)
    services.respond(cleo, alert, "I am here.")
    assert (alert.state, alert.holder.name) == ("claimed", "Cleo")
    ben = access.authored_alert(cast.account("Ben").id, alert.public_id)[0]
    assert services.respond(ben, alert, "Thank you.").member.circle.name == "Harbour"


def test_the_circle_they_were_taken_out_of_reads_no_more_of_it(cast, alert):
    walkers, held = cast.circle().stream, cast.circle().stream.head
    ana = cast.member("Ana")

    remove(cast)

    assert [frame.get("gone") for frame in cards_of(walkers, held)] == [True]
    assert ("alert", alert.public_id) not in fresh(walkers, 0)[0]
    assert access.alert_for(ana.account_id, alert.public_id) is None
    heard_by = {cast.account(name).id for name in ("Ben", "Cleo")}
    assert streams.audience_of(alert.stream).keys() == heard_by
    assert alert.stream_id not in {one.stream_id for one in followed_by([ana.account_id])}
    with pytest.raises(Gone):
        services.respond(ana, alert, "still here?")


def test_a_claim_of_a_friend_who_hears_no_more_ends(cast, alert):
    services.claim(cast.member("Ana"), alert)
    services.respond(cast.member("Ana"), alert, "I am here.")

    remove(cast)

    assert (alert.state, alert.holder) == ("open", None)
    assert [claim.member.name for claim in services.end_lapsed_claims()] == ["Ana"]


def test_heard_by_no_other_circle_it_is_over_and_says_so_at_once(context, cast):
    alert = services.raise_alert(cast.member("Ben"))
    services.claim(cast.member("Mo"), alert)
    walkers, held = cast.circle().stream, cast.circle().stream.head

    remove(cast)

    assert [frame["data"]["state"] for frame in cards_of(walkers, held)] == ["lapsed"]
    assert access.alert_for(cast.account("Mo").id, alert.public_id)[1].holder is None
    room = alert.stream.head
    assert [one.id for one in services.end_lapsed_alerts()] == [alert.id]
    assert [frame["data"]["state"] for frame in cards_of(alert.stream, room)] == ["lapsed"]


def test_back_in_the_circle_a_press_asks_anew(cast, alert):
    remove(cast)

    again = services.raise_alert(cast.member("Ben"))

    assert again.id != alert.id and again.is_open


def test_who_leaves_by_choice_is_heard_elsewhere_too(cast, alert):
    circles.leave(cast.member("Ben"))

    assert [friend.name for friend in access.friends_of(alert)] == ["Cleo"]


@pytest.fixture
def parted_twice(cast, alert):
    """The walkers take Ben out; he writes for the harbour alone, and then leaves that too."""
    remove(cast)
    there = access.authored_alert(cast.account("Ben").id, alert.public_id)[0]
    services.say_more(there, alert, note="For the harbour.")
    services.say_more(there, alert, note="For the harbour, still.")
    walkers = cast.circle().stream.head
    circles.leave(there)
    db.session.expire_all()
    return alert, walkers


def test_a_circle_that_took_its_author_out_reads_nothing_once_the_last_one_parted(
    cast, parted_twice
):
    alert, held = parted_twice

    services.end_lapsed_alerts()

    ana = cast.account("Ana")
    assert access.alert_for(ana.id, alert.public_id) is None
    assert streams.audience_of(alert.stream).keys() == {cast.account("Cleo").id}
    assert alert.stream_id not in {one.stream_id for one in followed_by([ana.id])}
    assert cards_of(cast.circle().stream, held) == []
    assert ("alert", alert.public_id) not in fresh(cast.circle().stream, 0)[0]


def test_who_heard_of_it_last_reads_that_it_is_over(cast, harbour, parted_twice):
    alert, _held = parted_twice

    assert access.alert_for(cast.account("Cleo").id, alert.public_id)[1].state == "lapsed"
    assert access.earlier_notes(alert, harbour.id) == ["For the harbour."]


def test_what_was_written_after_a_circle_parted_is_in_no_report_of_it(cast, parted_twice):
    alert, _held = parted_twice

    assert access.earlier_notes(alert, cast.circle().id) == []


def test_a_circle_where_it_ended_is_not_told_again_and_its_author_is_told_so(cast, alert):
    remove(cast)
    join(cast.circle(), cast.account("Ben"))
    there = access.authored_alert(cast.account("Ben").id, alert.public_id)[0]

    with pytest.raises(Refused):
        services.also_tell(there, alert, cast.circle())


def test_who_does_not_ask_any_more_is_not_told_that_a_call_ended(cast, alert):
    services.resolve(alert.member, alert, Outcome.HELD)

    remove(cast)

    assert "still_help" not in {kind for kind, _ in kinds_told(cast.account("Ben"))}


def test_who_left_came_back_and_is_removed_was_not_asking(context, cast):
    services.raise_alert(cast.member("Ben"))
    circles.leave(cast.member("Ben"))
    services.end_lapsed_alerts()
    join(cast.circle(), cast.account("Ben"))

    remove(cast)

    assert "still_help" not in {kind for kind, _ in kinds_told(cast.account("Ben"))}
