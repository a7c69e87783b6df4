from datetime import timedelta

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from accountability.core import cards, clock
from accountability.core.extensions import db
from accountability.core.streams import Entry
from accountability.moderation import queries, services, shapes
from accountability.moderation.models import AuditEntry
from tests.moderation.kit import MARK, ground, reported

pytestmark = pytest.mark.usefixtures("context")


def one_act(cast):
    services.warn(cast.member("Mo"), cast.member("Ben"), ground())
    return db.session.query(AuditEntry).one()


@pytest.mark.parametrize(
    "change",
    [
        update(AuditEntry).values(verb="lifted"),
        delete(AuditEntry),
        text("UPDATE audit_entries SET verb = 'lifted'"),
        text("DELETE FROM audit_entries"),
    ],
)
def test_no_statement_changes_the_record(cast, change):
    one_act(cast)

    with pytest.raises(DBAPIError):
        db.session.execute(change, execution_options={"synchronize_session": False})
    db.session.rollback()

    assert db.session.query(AuditEntry).one().verb == "warned"


def test_no_object_of_the_record_is_rewritten(cast):
    one_act(cast).verb = "lifted"

    with pytest.raises(RuntimeError, match="only ever added"):
        db.session.flush()
    db.session.rollback()


def test_the_record_holds_nobodys_words(cast):
    made = reported(cast, by="Ida")
    services.warn(cast.member("Mo"), cast.member("Ben"), ground(made))
    services.resolve_report(cast.member("Mo"), made, "closing words")

    rows = db.session.execute(text("SELECT * FROM audit_entries")).all()

    said = " ".join(str(row) for row in rows)
    assert len(rows) == 2
    assert not any(word in said for word in (MARK, "That hurt", "closing words", "Ida"))


def test_the_circle_sees_each_act_in_neutral_words(context, cast):
    made = reported(cast, by="Ida")
    services.claim_report(cast.member("Mo"), made)
    services.mute(cast.member("Mo"), cast.member("Ben"), ground(made), in_an_hour())
    services.resolve_report(cast.member("Mo"), made, "done")
    services.remove(cast.member("Mo"), cast.member("Ben"), ground())

    acts = queries.acts_of(cast.member("Ana"))

    shown = [shapes.act_shape(act)["text"] for act in reversed(acts)]
    assert shown == [
        "A member was asked to pause",
        "A report was looked at",
        "Ben is not in the circle any more",
    ]
    assert db.session.query(Entry).filter_by(kind="act").count() == 3
    with context.test_request_context():
        assert not any("Ida" in cards.KINDS["act"](act).html() for act in acts)


def test_a_newcomer_does_not_see_what_was_done_before(cast):
    one_act(cast)

    assert list(queries.acts_of(cast.member("Ida"))) == []
    assert len(queries.acts_of(cast.member("Ben"))) == 1


def in_an_hour():
    return clock.now() + timedelta(hours=1)


def test_who_decides_from_a_report_has_it_by_the_one_row_of_the_decision(cast):
    made = reported(cast, by="Ida")

    services.warn(cast.member("Mo"), cast.member("Ben"), ground(made))

    row = db.session.query(AuditEntry).one()
    assert (row.verb, row.report_id) == ("warned", made.id)
    assert (made.state, made.claimed_by_id) == ("claimed", row.actor_id)
