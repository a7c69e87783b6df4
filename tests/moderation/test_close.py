import threading

import pytest

from accountability.circles import services as circles
from accountability.core.errors import Gone, Refused
from accountability.core.extensions import db
from accountability.moderation import access, services
from accountability.moderation.models import AuditEntry, Report, Sanction
from tests.cast import apart
from tests.moderation.kit import ground, reported, staff


def acts():
    return [act.verb for act in db.session.query(AuditEntry).order_by(AuditEntry.id)]


def test_a_claimed_report_is_left_to_whoever_has_it(context, cast):
    made = reported(cast, by="Ida")
    services.claim_report(cast.member("Mo"), made)

    with pytest.raises(Refused):
        services.claim_report(cast.member("Ana"), made)
    with pytest.raises(Refused):
        services.dismiss_report(cast.member("Ana"), made, "nothing")

    assert acts() == ["report_claimed"]


def test_a_closed_report_stays_closed(context, cast):
    made = reported(cast, by="Ida")
    services.resolve_report(cast.member("Mo"), made, "spoken to")

    with pytest.raises(Refused):
        services.dismiss_report(cast.member("Mo"), made, "no")

    assert (made.state, made.closing) == ("resolved", "spoken to")
    assert acts() == ["report_resolved"]


def test_a_claim_ends_when_its_holder_may_no_longer_decide(context, cast):
    made = reported(cast, by="Ida")
    services.claim_report(cast.member("Mo"), made)
    circles.leave(cast.member("Mo"))

    services.resolve_report(cast.member("Ana"), made, "done")

    assert made.state == "resolved"


def test_nobody_closes_a_report_that_they_made(context, cast):
    made = reported(cast, by="Ana")

    with pytest.raises(Refused):
        services.claim_report(cast.member("Ana"), made)
    with pytest.raises(Refused):
        services.dismiss_report(cast.member("Ana"), made, "no")

    assert acts() == []


def test_members_and_strangers_do_not_decide(context, cast):
    made = reported(cast, by="Ida")

    for keeper in (cast.member("Ben"), cast.member("Ida"), cast.account("Cleo"), staff(cast)):
        with pytest.raises(Gone):
            services.claim_report(keeper, made)

    assert access.case_for(cast.account("Cleo").id, made.public_id) is None


def test_moderators_do_not_decide_what_is_for_staff(context, cast):
    sam = staff(cast)
    made = reported(cast, by="Ida", to_staff=True)

    with pytest.raises(Gone):
        services.claim_report(cast.member("Ana"), made)

    assert services.resolve_report(sam, made, "done").state == "resolved"


def test_what_staff_close_is_not_shown_to_the_circle(context, cast):
    sam = staff(cast)
    cast.member("Ida")
    made = reported(cast, about="Mo", by="Ida")
    head = cast.circle().stream.head

    services.dismiss_report(sam, made, "nothing in it")

    db.session.expire_all()
    assert cast.circle().stream.head == head
    assert acts() == ["report_dismissed"]


def test_whoever_acts_on_a_report_has_it(context, cast):
    made = reported(cast, by="Ida")
    services.warn(cast.member("Mo"), cast.member("Ben"), ground(made))

    with pytest.raises(Refused):
        services.warn(cast.member("Ana"), cast.member("Ben"), ground(made))

    assert db.session.query(Sanction).count() == 1


@pytest.fixture
def two(app, cast):
    """Ana and Mo, each holding the same open report, as (account, report) ids."""
    with app.app_context():
        made = reported(cast, by="Ida")
        return [(cast.account(name).id, made.public_id) for name in ("Ana", "Mo")]


def test_two_at_once_decide_once(app, two):
    gate, answers = threading.Barrier(2), []

    def close(account_id, report_id):
        with app.app_context():
            keeper, report = access.case_for(account_id, report_id)
            gate.wait()
            try:
                services.resolve_report(keeper, report, "mine")
                answers.append("done")
            except Refused:
                answers.append("refused")

    threads = [threading.Thread(target=apart, args=(close, *one)) for one in two]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert sorted(answers) == ["done", "refused"]
    with app.app_context():
        assert acts() == ["report_resolved"]
        assert db.session.query(Report).one().state == "resolved"
