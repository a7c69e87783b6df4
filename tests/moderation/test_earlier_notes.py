"""What the note of an alert said before can be reported for a while, and is read nowhere else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from accountability import retention
from accountability.circles.models import REPORTABLE_FOR
from accountability.core import clock
from accountability.core.extensions import db
from accountability.moderation import evidence, services
from accountability.moderation.models import Reason
from accountability.urges import services as urges
from accountability.urges.earlier_notes import EarlierNote
from accountability.urges.shapes import alert_shape
from tests.cast import join, make_circle
from tests.moderation.kit import MARK

pytestmark = pytest.mark.usefixtures("context")
LONG_AGO = REPORTABLE_FOR + timedelta(minutes=1)


def rewritten(cast):
    """An alert of Ben's whose note said something else at first."""
    alert = urges.raise_alert(cast.member("Ben"), note=MARK)
    return urges.say_more(cast.member("Ben"), alert, note="It is loud.")


def words_of(reporter, alert):
    made = services.report(reporter, alert, reason=Reason.PRESSURE)
    return evidence.read(made.evidence)["text"]


def test_a_report_copies_what_the_note_said_before(cast):
    alert = rewritten(cast)
    urges.raise_alert(cast.member("Ben"), note="Please come.")

    assert words_of(cast.member("Ana"), alert) == f"{MARK}\nIt is loud.\nPlease come."


def test_the_same_note_again_is_no_earlier_one(cast):
    alert = urges.raise_alert(cast.member("Ben"), note="It is loud.")
    urges.say_more(cast.member("Ben"), alert, note="It is loud.", strength=9)

    assert words_of(cast.member("Ana"), alert) == "It is loud."


def test_a_circle_that_was_told_later_reads_nothing_from_before(cast):
    cast.circle()
    harbour = make_circle(cast.account("Cleo"), "Harbour")
    join(harbour, cast.account("Ben"))
    alert = rewritten(cast)
    urges.also_tell(cast.member("Ben"), alert, harbour)

    assert words_of(harbour.members[0], alert) == "It is loud."


def test_it_is_shown_to_nobody_and_lies_there_sealed(cast):
    alert = rewritten(cast)

    kept = db.session.scalars(select(EarlierNote)).one()
    assert kept.note == MARK and MARK.encode() not in kept.note_sealed
    assert MARK not in str(alert_shape(alert))


def test_it_is_forgotten_when_nobody_can_report_it_any_more(cast):
    alert = rewritten(cast)
    retention.forget()
    assert db.session.query(EarlierNote).count() == 1

    with clock.at(clock.now() + LONG_AGO):
        late = words_of(cast.member("Ana"), alert)
        retention.forget()

    assert late == "It is loud."
    assert db.session.query(EarlierNote).count() == 0
