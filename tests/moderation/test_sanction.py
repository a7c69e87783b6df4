from datetime import timedelta

import pytest
import time_machine

from accountability.circles import services as circles
from accountability.circles.models import Departure, Role
from accountability.core import clock, streams
from accountability.core.errors import Gone, Refused
from accountability.core.extensions import db
from accountability.moderation import addresses, services
from accountability.moderation.models import AuditEntry, BannedAddress, Sanction
from accountability.urges import services as urges
from tests.cast import hand_over, join, make_account, make_circle
from tests.moderation.kit import ground, reported, staff

pytestmark = pytest.mark.usefixtures("context")


def hour():
    return clock.now() + timedelta(hours=1)


def test_a_pause_ends_by_itself(cast):
    ben = cast.member("Ben")
    with time_machine.travel(clock.now(), tick=False) as moment:
        services.mute(cast.member("Mo"), ben, ground(), hour())
        with pytest.raises(Refused, match="pause"):
            circles.post_message(ben, "let me")
        moment.shift(timedelta(hours=1))

        message = circles.post_message(ben, "thank you")

    assert message.text == "thank you"
    assert db.session.query(AuditEntry).count() == 1


def test_a_pause_never_stops_a_call_for_company(cast):
    ben = cast.member("Ben")
    services.mute(cast.member("Mo"), ben, ground(), hour())

    alert = urges.raise_alert(ben)
    urges.respond(ben, alert, "are you there?")

    assert alert.is_open


def test_leaving_and_coming_back_does_not_end_a_pause(cast):
    services.mute(cast.member("Mo"), cast.member("Ben"), ground(), hour())
    circles.leave(cast.member("Ben"))

    again = cast.member("Ben")

    with pytest.raises(Refused, match="pause"):
        circles.post_message(again, "back")


@pytest.mark.parametrize("hours", [-1, 0, 24 * 31])
def test_a_pause_has_a_sensible_end(cast, hours):
    until = clock.now() + timedelta(hours=hours)

    with pytest.raises(Refused):
        services.mute(cast.member("Mo"), cast.member("Ben"), ground(), until)


def test_a_removed_member_hears_nothing_from_then_on(cast):
    ben = cast.member("Ben")
    services.remove(cast.member("Mo"), ben, ground())

    audience = streams.audience_of(cast.circle().stream)

    assert ben.account_id not in audience
    assert ben.departure is Departure.REMOVED
    with pytest.raises(Gone):
        circles.post_message(ben, "still here?")


def test_a_removed_member_may_be_invited_again(cast):
    services.remove(cast.member("Mo"), cast.member("Ben"), ground())

    assert cast.member("Ben").belongs


def test_an_alert_is_no_longer_held_by_somebody_who_was_banned(cast):
    alert = urges.raise_alert(cast.member("Ana"))
    urges.claim(cast.member("Ben"), alert)

    services.ban(cast.member("Mo"), cast.member("Ben"), ground())

    db.session.expire_all()
    assert alert.claim is None
    assert cast.account("Ben").id not in streams.audience_of(alert.stream)


def knock(cast, account):
    invitation = circles.invite(cast.member("Ana"))
    return circles.ask_to_join(account, invitation, name="Rex")


def test_a_banned_address_gets_the_refusal_of_any_dead_invitation(cast):
    rex = make_account("Rex")
    rex.email = "rex@gmail.com"
    db.session.commit()
    services.ban(cast.member("Mo"), join(cast.circle(), rex), ground())
    new = make_account("Somebody")
    new.email = "R.ex+2@gmail.com"
    db.session.commit()
    dead = circles.invite(cast.member("Ana"))
    circles.revoke_invitation(cast.member("Ana"), dead)

    with pytest.raises(Refused) as banned:
        knock(cast, new)
    with pytest.raises(Refused) as stranger:
        circles.ask_to_join(make_account("Nobody"), dead, name="Nobody")

    assert str(banned.value) == str(stranger.value)


def test_a_banned_account_stays_out_under_another_address(cast):
    rex = cast.account("Rex")
    services.ban(cast.member("Mo"), cast.member("Rex"), ground())
    rex.email = "other@example.org"
    db.session.commit()

    with pytest.raises(Refused):
        knock(cast, rex)


def test_a_ban_keeps_no_address(cast):
    services.ban(cast.member("Mo"), cast.member("Rex"), ground())

    kept = db.session.query(BannedAddress).one()

    assert len(kept.address_hash) == 32
    assert kept.key_name == "k1"
    assert b"rex" not in kept.address_hash


def test_a_ban_holds_for_one_circle_only(cast):
    services.ban(cast.member("Mo"), cast.member("Rex"), ground())
    elsewhere = make_circle(cast.account("Cleo"), "Elsewhere")

    assert join(elsewhere, cast.account("Rex")).belongs


def test_a_lifted_ban_lets_come_back(cast):
    made = services.ban(cast.member("Mo"), cast.member("Rex"), ground())
    services.lift_sanction(cast.member("Ana"), made)

    assert knock(cast, cast.account("Rex")).state == "waiting"
    acts = db.session.query(AuditEntry).order_by(AuditEntry.id)
    assert [one.verb for one in acts] == ["banned", "lifted"]


def test_nobody_lifts_what_was_decided_about_themselves(cast):
    made = services.mute(cast.member("Ana"), cast.member("Mo"), ground(), hour())

    with pytest.raises(Refused, match="themselves"):
        services.lift_sanction(cast.member("Mo"), made)

    assert db.session.get(Sanction, made.id).is_on


def test_moderators_do_not_lift_what_staff_decided(cast):
    sam = staff(cast)
    report = reported(cast, by="Ida", to_staff=True)
    made = services.mute(sam, cast.member("Ben"), ground(report), hour())

    with pytest.raises(Gone):
        services.lift_sanction(cast.member("Ana"), made)

    assert services.lift_sanction(sam, made).lifted_at is not None


def test_a_circle_whose_host_is_removed_gets_its_oldest_moderator(cast):
    sam = staff(cast)
    report = reported(cast, about="Ana", by="Ben")

    services.remove(sam, cast.member("Ana"), ground(report))

    db.session.expire_all()
    roles = {member.name: member.role for member in cast.circle().members}
    assert roles == {"Ben": Role.MEMBER, "Mo": Role.HOST}
    assert db.session.query(AuditEntry).count() == 1


def test_a_circle_without_moderators_gets_its_oldest_member(cast):
    sam = staff(cast)
    cast.member("Ida")
    report = reported(cast, about="Ana", by="Ida")
    circles.leave(cast.member("Mo"))

    services.ban(sam, cast.member("Ana"), ground(report))

    db.session.expire_all()
    assert cast.member("Ben").role is Role.HOST


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("rex@gmail.com", "R.ex+2@gmail.com"),
        ("rex@gmail.com", "REX@googlemail.com"),
        ("rex@example.org", "Rex+new@Example.org"),
        ("straße@example.org", "STRASSE@example.org"),
    ],
)
def test_one_mailbox_has_one_spelling(one, other):
    assert addresses.canonical(one) == addresses.canonical(other)


@pytest.mark.parametrize("other", ["r.ex@example.org", "rex@example.com", "rexx@example.org"])
def test_other_mailboxes_stay_apart(other):
    assert addresses.canonical("rex@example.org") != addresses.canonical(other)


@pytest.mark.parametrize("kind", ["mute", "ban"])
def test_a_moderator_does_not_lift_what_the_host_decided(cast, kind):
    until = [hour()] if kind == "mute" else []
    made = getattr(services, kind)(cast.member("Ana"), cast.member("Ben"), ground(), *until)

    with pytest.raises(Refused, match="host"):
        services.lift_sanction(cast.member("Mo"), made)

    assert services.lift_sanction(cast.member("Ana"), made).lifted_at is not None


def test_a_moderator_lifts_what_another_moderator_decided(cast):
    made = services.ban(cast.member("Mo"), cast.member("Ben"), ground())
    circles.change_role(cast.member("Ana"), cast.member("Ida"), Role.MODERATOR)

    assert services.lift_sanction(cast.member("Ida"), made).lifted_at is not None


def test_a_new_host_lifts_what_the_host_before_decided(cast):
    made = services.ban(cast.member("Ana"), cast.member("Ben"), ground())
    hand_over(cast.member("Ana"), cast.member("Mo"))

    with pytest.raises(Refused):
        services.lift_sanction(cast.member("Ana"), made)

    assert services.lift_sanction(cast.member("Mo"), made).lifted_at is not None
