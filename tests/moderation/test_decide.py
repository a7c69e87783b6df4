"""Who may decide about whom: every role, every act, every target."""

import pytest

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


def attempts(keeper, member, report=None):
    """How many of the acts were done, each tried in turn; a ban may follow a removal."""
    done = 0
    for kind in ACTS:
        try:
            act(kind, keeper, member, report)
        except (Refused, Gone):
            continue
        done += 1
    return done


def count(model):
    return db.session.query(model).count()


@pytest.mark.parametrize("target", ROLES)
@pytest.mark.parametrize("role", ROLES)
def test_only_a_higher_role_decides(cast, role, target):
    keeper = cast.member(ROLES[role])
    about = other(cast, target)
    expected = len(ACTS) if (role, target) in MAY else 0

    done = attempts(keeper, about)

    assert (done, count(Sanction), count(AuditEntry)) == (expected, expected, expected)


@pytest.mark.parametrize("role", ROLES)
def test_nobody_decides_about_themselves(cast, role):
    member = cast.member(ROLES[role])

    assert attempts(member, member) == 0
    assert count(AuditEntry) == 0


@pytest.mark.parametrize("target", ROLES)
def test_staff_decide_on_a_report_that_is_theirs(cast, target):
    sam, by = staff(cast), cast.member("Cleo")
    about = cast.member(ROLES[target])
    report = services.report(by, about, reason=Reason.UNKIND, to_staff=True)

    done = attempts(sam, about, report)

    assert (done, count(Sanction), count(AuditEntry)) == (4, 4, 4)
    assert all(sanction.by_staff for sanction in db.session.query(Sanction))


def test_staff_decide_nothing_without_a_report(cast):
    assert attempts(staff(cast), cast.member("Ben")) == 0


def test_a_report_about_one_person_is_no_ground_against_another(cast):
    sam, ben = staff(cast), cast.member("Ben")
    report = services.report(cast.member("Ana"), ben, reason=Reason.UNKIND, to_staff=True)

    assert attempts(sam, cast.member("Mo"), report) == 0


def test_a_keeper_of_another_circle_decides_nothing_here(cast):
    elsewhere = make_circle(cast.account("Cleo"), "Elsewhere").members[0]

    assert attempts(elsewhere, cast.member("Ben")) == 0


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
    assert count(Sanction) == 1
