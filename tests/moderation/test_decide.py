"""Who may decide about whom: every role, every act, every target."""

import pytest
from sqlalchemy import select

from accountability.circles import services as circles
from accountability.circles.models import Departure, Role
from accountability.core import clock
from accountability.core.errors import Gone, Refused
from accountability.core.extensions import db
from accountability.moderation import services
from accountability.moderation.models import AuditEntry, Reason, Sanction
from accountability.moderation.sanctioning import LONGEST_MUTE
from tests.cast import make_circle
from tests.moderation.kit import ground, staff

pytestmark = pytest.mark.usefixtures("context")

ROLES = {"host": "Ana", "moderator": "Mo", "member": "Ben"}
ACTS = ["warn", "mute", "remove", "ban"]
MAY = {("host", "moderator"), ("host", "member"), ("moderator", "member")}


def act(kind, keeper, member, report=None):
    until = {"until": clock.now() + LONGEST_MUTE / 30} if kind == "mute" else {}
    return getattr(services, kind)(keeper, member, ground(report), **until)


def other(cast, role):
    """A second person in this role, to act on an equal; there is one host only."""
    if role == "host":
        return cast.member("Ana")
    name = {"moderator": "Mia", "member": "Bo"}[role]
    member = cast.member(name)
    if role == "moderator":
        circles.change_role(cast.member("Ana"), member, Role.MODERATOR)
    return cast.member(name)


@pytest.mark.parametrize("kind", ACTS)
@pytest.mark.parametrize("target", ROLES)
@pytest.mark.parametrize("role", ROLES)
def test_only_a_higher_role_decides(cast, role, target, kind):
    cast.circle()
    about = other(cast, target)
    keeper = cast.member(ROLES[role])

    if (role, target) in MAY:
        act(kind, keeper, about)
    else:
        with pytest.raises((Refused, Gone)):
            act(kind, keeper, about)

    done = int((role, target) in MAY)
    assert len(db.session.scalars(select(Sanction)).all()) == done
    assert len(db.session.scalars(select(AuditEntry)).all()) == done


@pytest.mark.parametrize("kind", ACTS)
@pytest.mark.parametrize("target", ROLES)
def test_staff_decide_on_a_report_that_is_theirs(cast, target, kind):
    sam = staff(cast)
    about = cast.member(ROLES[target])
    by = cast.member("Cleo")
    report = services.report(by, about, reason=Reason.UNKIND, to_staff=True)

    made = act(kind, sam, about, report)

    assert made.by_staff
    assert len(db.session.scalars(select(AuditEntry)).all()) == 1


@pytest.mark.parametrize("kind", ACTS)
def test_staff_decide_nothing_without_a_report(cast, kind):
    sam = staff(cast)
    about = cast.member("Ben")

    with pytest.raises(Gone):
        act(kind, sam, about)


@pytest.mark.parametrize("kind", ACTS)
def test_a_report_about_one_person_is_no_ground_against_another(cast, kind):
    sam = staff(cast)
    report = services.report(
        cast.member("Ana"), cast.member("Ben"), reason=Reason.UNKIND, to_staff=True
    )

    with pytest.raises(Gone):
        act(kind, sam, cast.member("Mo"), report)


@pytest.mark.parametrize("kind", ACTS)
def test_a_keeper_of_another_circle_decides_nothing_here(cast, kind):
    about = cast.member("Ben")
    elsewhere = make_circle(cast.account("Cleo"), "Elsewhere").members[0]

    with pytest.raises(Gone):
        act(kind, elsewhere, about)


@pytest.mark.parametrize("kind", ["remove", "ban"])
def test_power_ends_with_membership(cast, kind):
    mo, ben = cast.member("Mo"), cast.member("Ben")

    act(kind, cast.member("Ana"), mo)

    with pytest.raises(Gone):
        act("warn", mo, ben)


def test_removed_twice_is_removed_once(cast):
    ana, ben = cast.member("Ana"), cast.member("Ben")
    services.remove(ana, ben, ground())

    with pytest.raises(Refused):
        services.remove(cast.member("Mo"), ben, ground())

    assert ben.departure is Departure.REMOVED
    assert len(db.session.scalars(select(Sanction)).all()) == 1
