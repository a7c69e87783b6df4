import pytest

from accountability.circles import services as circles
from accountability.circles.access import message_for
from accountability.circles.models import Role
from accountability.core.errors import Refused
from accountability.core.extensions import db
from accountability.core.streams import Entry
from accountability.moderation import access, evidence, queries, services
from accountability.moderation.models import AuditEntry, GoesTo, Reason, Report
from tests.cast import join
from tests.moderation.kit import MARK, reported, staff

pytestmark = pytest.mark.usefixtures("context")


def test_evidence_survives_deletion_and_leaving(cast):
    made = reported(cast)
    message = message_for(cast.account("Ana").id, made.about_id)[1]

    circles.delete_message(cast.member("Ben"), message)
    circles.leave(cast.member("Ben"))

    kept = evidence.read(db.session.get(Report, made.id).evidence)
    assert (kept["text"], kept["name"], kept["kind"]) == (MARK, "Ben", "message")


def test_evidence_is_sealed_in_the_table(cast):
    made = reported(cast)

    stored = db.session.get(Report, made.id).evidence_sealed

    assert MARK.encode() not in stored


def test_a_second_report_of_the_same_thing_is_the_first(cast):
    made = reported(cast)
    message = message_for(cast.account("Ana").id, made.about_id)[1]

    again = services.report(cast.member("Ana"), message, reason=Reason.OTHER)

    assert again.id == made.id
    assert again.reason is Reason.UNKIND
    assert db.session.query(Report).count() == 1


def test_only_what_one_may_see_can_be_reported(cast):
    made = reported(cast)
    cleo = cast.account("Cleo")

    assert access.thing_for(cleo.id, f"message:{made.about_id}") is None
    assert access.thing_for(cleo.id, f"member:{cast.member('Ben').public_id}") is None
    assert access.thing_for(cleo.id, "member:" + "x" * 22) is None
    assert access.thing_for(cleo.id, "account:1") is None


def test_a_newcomer_cannot_report_what_was_said_before(cast):
    made = reported(cast)

    join(cast.circle(), cast.account("Ida"))

    assert access.thing_for(cast.account("Ida").id, f"message:{made.about_id}") is None


def test_what_is_about_a_moderator_goes_to_staff(cast):
    assert reported(cast, about="Mo").goes_to is GoesTo.STAFF
    assert reported(cast, about="Ana", by="Ben").goes_to is GoesTo.STAFF
    assert reported(cast, about="Ben").goes_to is GoesTo.MODERATORS
    assert reported(cast, about="Ben", to_staff=True).goes_to is GoesTo.STAFF


def test_a_report_that_nobody_else_could_decide_goes_to_staff(cast):
    circles.leave(cast.member("Mo"))

    assert reported(cast, about="Ben", by="Ana").goes_to is GoesTo.STAFF


def test_a_moderator_never_sees_a_report_about_themselves(cast):
    sam = staff(cast)
    cast.circle()
    made = reported(cast, about="Mo")
    mo = cast.account("Mo")

    assert access.case_for(mo.id, made.public_id) is None
    assert list(queries.queue_of(cast.member("Mo"))) == []
    assert list(queries.queue_of(cast.member("Ana"))) == []
    assert [account.id for _, account in queries.who_decides(made)] == [sam.id]
    assert [report.id for report in queries.staff_queue(sam)] == [made.id]


def test_a_member_who_becomes_a_moderator_does_not_inherit_their_own_report(cast):
    made = reported(cast, about="Ben")

    circles.change_role(cast.member("Ana"), cast.member("Ben"), Role.MODERATOR)

    assert access.case_for(cast.account("Ben").id, made.public_id) is None
    assert list(queries.queue_of(cast.member("Ben"))) == []


def test_staff_do_not_see_a_report_about_themselves(cast):
    sam = staff(cast)
    cast.member("Sam")
    made = reported(cast, about="Sam", to_staff=True)

    assert access.case_for(sam.id, made.public_id) is None
    assert list(queries.staff_queue(sam)) == []
    assert list(queries.who_decides(made)) == []


def test_the_keepers_are_told_of_a_report_but_not_whoever_made_it(cast):
    made = reported(cast, about="Ben", by="Ana")

    assert {account.name for _, account in queries.who_decides(made)} == {"Mo"}


def test_making_a_report_leaves_no_trace_in_the_room(cast):
    before = cast.circle().stream.head
    reported(cast)

    assert cast.circle().stream.head == before + 1  # the message alone
    assert db.session.query(AuditEntry).count() == 0
    assert db.session.query(Entry).filter_by(kind="act").count() == 0


def test_nobody_reports_themselves(cast):
    message = circles.post_message(cast.member("Ben"), "mine")

    with pytest.raises(Refused):
        services.report(cast.member("Ben"), message, reason=Reason.OTHER)


def test_a_person_can_be_reported_without_words(cast):
    found = access.thing_for(cast.account("Ana").id, f"member:{cast.member('Ben').public_id}")

    made = services.report(*found, reason=Reason.UNSAFE)

    assert evidence.read(made.evidence)["text"] is None
    assert made.about_member.name == "Ben"
