"""Who decides about an alert that several circles heard of, once its author has left."""

import pytest

from accountability.circles import services as circles
from accountability.moderation import access, services
from accountability.moderation.models import Reason
from accountability.urges import services as urges
from accountability.urges.choices import Outcome
from tests.cast import join, make_circle


@pytest.fixture
def harbour(context, cast):
    """Another circle of Ben's: Cleo is the host, Dora a friend."""
    cast.circle()
    circle = make_circle(cast.account("Cleo"), "Harbour")
    for name in ("Ben", "Dora"):
        join(circle, cast.account(name))
    return circle


def member(circle, name):
    return next(one for one in circle.members if one.name == name)


def test_the_circle_of_whoever_reports_decides_also_when_the_author_has_left_it(cast, harbour):
    alert = urges.raise_alert(cast.member("Ben"))
    urges.also_tell(cast.member("Ben"), alert, harbour)
    urges.resolve(cast.member("Ben"), alert, Outcome.HELD)
    dora = member(harbour, "Dora")
    circles.leave(member(harbour, "Ben"))

    report = services.report(dora, alert, reason=Reason.UNKIND, words="for our own people")

    assert report.circle_id == harbour.id
    assert access.case_for(cast.account("Cleo").id, report.public_id) is not None
    assert access.case_for(cast.account("Ana").id, report.public_id) is None
