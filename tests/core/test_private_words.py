"""Whatever can hold somebody's words is sealed, or is decided to be open."""

from __future__ import annotations

import importlib

from sqlalchemy import Boolean, Date, DateTime, Enum, Integer, LargeBinary, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from accountability.core.columns import Moment, Sealed, sealed_column
from accountability.core.extensions import Base

importlib.import_module("accountability.app")  # every model there is

NO_WORDS = (Boolean, Date, DateTime, Enum, Integer, Moment)
SEALED = {
    "alert_responses.text_sealed",
    "devices.endpoint_sealed",
    "devices.keys_sealed",
    "earlier_notes.note_sealed",
    "invitations.token_sealed",
    "mails.address_sealed",
    "mails.body_sealed",
    "messages.text_sealed",
    "notifications.names_sealed",
    "own_numbers.name_sealed",
    "own_numbers.number_sealed",
    "reports.closing_sealed",
    "reports.evidence_sealed",
    "reports.words_sealed",
    "sanctions.reason_sealed",
    "urge_alerts.helped_sealed",
    "urge_alerts.note_sealed",
    "urge_alerts.thanks_sealed",
}
NAMES = "what somebody or a circle is called there"
MARK = "a hash: it knows a thing again and does not hold it"
OURS = "a word or a public id of the service's own"
HOW = "how the service is shown to somebody"
SECURITY = "kept as Flask-Security keeps it"
# Adding one here is the decision that whoever holds the database may read it.
OPEN = {
    "accounts.email": "a sign-in is found by it; nobody else is shown it",
    "accounts.fs_uniquifier": SECURITY,
    "accounts.language": HOW,
    "accounts.mf_recovery_codes": SECURITY,
    "accounts.name": NAMES,
    "accounts.password": SECURITY,
    "accounts.tf_primary_method": SECURITY,
    "accounts.tf_totp_secret": SECURITY,
    "accounts.theme": HOW,
    "accounts.zone": HOW,
    "alert_responses.ready": OURS,
    "asked_letters.address_hash": MARK,
    "asked_letters.letter": OURS,
    "audit_entries.after": "a role, a sanction, or a name",
    "audit_entries.before": "a role, a sanction, or a name",
    "audit_entries.rule": OURS,
    "audit_entries.verb": OURS,
    "banned_addresses.address_hash": MARK,
    "banned_addresses.key_name": OURS,
    "cheers.of_id": OURS,
    "cheers.of_kind": OURS,
    "circles.agreement": "house rules, shown to whoever is invited",
    "circles.name": NAMES,
    "deliveries.fault": OURS,
    "devices.endpoint_mark": MARK,
    "entries.card_id": OURS,
    "entries.kind": OURS,
    "epochs.name": OURS,
    "invitations.token_hash": MARK,
    "mails.subject": "the same for everybody; tests/house looks at what they say",
    "members.name": NAMES,
    "newcomers.name": NAMES,
    "notifications.kind": OURS,
    "notifications.location": "an address of the service",
    "operations.body_hash": MARK,
    "operations.key": "random",
    "operations.kind": OURS,
    "operations.seqs": "numbers of streams",
    "operations.thing_id": OURS,
    "preferences.place": OURS,
    "promises.about": OURS,
    "promises.fault": "the kind of a fault, never what it says",
    "promises.hold": OURS,
    "promises.key": OURS,
    "promises.kind": OURS,
    "reports.about_id": OURS,
    "reports.about_kind": OURS,
    "sign_ins.browser": "a browser and its system, in our words",
    "sign_ins.token_hash": MARK,
    "staff_roles.description": OURS,
    "staff_roles.name": OURS,
    "staff_roles.permissions": OURS,
    "workers.name": OURS,
}


def places_of_words(base: type[DeclarativeBase]) -> set[str]:
    """Every column but moments, numbers, choices and public ids."""
    return {
        f"{table.name}.{column.name}"
        for table in base.metadata.tables.values()
        for column in table.columns
        if column.name != "public_id" and not isinstance(column.type, NO_WORDS)
    }


def sealed_in(base: type[DeclarativeBase]) -> set[str]:
    """Every column that a Sealed property stands over, and that holds bytes."""
    return {
        f"{mapper.local_table.name}.{one.column}"
        for mapper in base.registry.mappers
        for one in vars(mapper.class_).values()
        if isinstance(one, Sealed)
        and isinstance(mapper.local_table.columns[one.column].type, LargeBinary)
    }


def test_every_private_word_is_sealed():
    assert sealed_in(Base) == SEALED


def test_every_other_place_where_words_can_stand_is_decided_to_be_open():
    assert places_of_words(Base) - SEALED == OPEN.keys()


def test_a_public_id_holds_nothing_else():
    ids = [
        one.columns["public_id"].type
        for one in Base.metadata.tables.values()
        if "public_id" in one.columns
    ]

    assert len(ids) > 10 and all(isinstance(one, String) and one.length == 22 for one in ids)


def test_what_nobody_decided_about_is_seen():
    class Apart(DeclarativeBase): ...

    class Diary(Apart):
        __tablename__ = "diaries"
        id: Mapped[int] = mapped_column(primary_key=True)
        page: Mapped[str] = mapped_column(Text)
        note_sealed: Mapped[bytes | None] = sealed_column()
        word_sealed: Mapped[bytes | None] = sealed_column()
        word = Sealed("word_sealed")

    assert places_of_words(Apart) - sealed_in(Apart) == {"diaries.page", "diaries.note_sealed"}
