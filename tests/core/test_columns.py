"""Columns on both databases: moments keep their zone, choices their word, sealed words a place."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

from accountability.circles.models import Circle, Role
from accountability.core.change import quiet_change
from accountability.core.columns import PUBLIC_ID, new_public_id
from accountability.core.extensions import db
from accountability.core.mail import Mail
from accountability.core.seal import Unsealable

EAST = timezone(timedelta(hours=5, minutes=45))


def owed(body: str = "words") -> Mail:
    with quiet_change():
        mail = Mail(address="ana@example.org", subject="Hello", body=body)
        db.session.add(mail)
    return mail


def read_again(mail: Mail) -> Mail:
    db.session.expire_all()
    return db.session.scalars(select(Mail).where(Mail.public_id == mail.public_id)).one()


def test_a_moment_comes_back_as_the_same_moment_in_utc(context):
    mail = owed()
    with quiet_change():
        mail.made_at = datetime(2024, 3, 31, 2, 30, 0, 123456, tzinfo=EAST)

    again = read_again(mail).made_at

    assert again == datetime(2024, 3, 30, 20, 45, 0, 123456, tzinfo=UTC)
    assert again.utcoffset() == timedelta(0)


def test_moments_are_in_order_in_the_database(context):
    mails = [owed(), owed()]
    with quiet_change():
        mails[0].made_at = datetime(2024, 1, 1, 1, 0, tzinfo=EAST)
        mails[1].made_at = datetime(2023, 12, 31, 20, 0, tzinfo=UTC)

    ordered = db.session.scalars(select(Mail).order_by(Mail.made_at)).all()

    assert [one.id for one in ordered] == [mails[0].id, mails[1].id]


def test_a_moment_without_a_zone_is_refused(context):
    mail = owed()
    mail.made_at = datetime(2024, 1, 1, 12, 0)  # noqa: DTZ001 - what must not come in

    with pytest.raises(StatementError, match="needs its zone"):
        db.session.flush()


def test_a_public_id_has_128_random_bits_and_fits_an_address():
    ids = {new_public_id() for _ in range(1000)}

    assert len(ids) == 1000
    assert all(re.fullmatch(PUBLIC_ID, one) for one in ids)


def test_a_row_has_its_public_id_before_it_is_stored():
    assert re.fullmatch(PUBLIC_ID, Circle(name="x").public_id)


def test_a_choice_is_stored_as_its_word(context, cast):
    cast.circle()

    stored = db.session.execute(text("SELECT DISTINCT role FROM members")).scalars().all()

    assert set(stored) == {role.value for role in Role}


def test_sealed_words_come_back_and_are_not_in_the_database(context):
    mail = owed("meet me at the lamp")

    stored = db.session.execute(text("SELECT body_sealed FROM mails")).scalar_one()

    assert read_again(mail).body == "meet me at the lamp"
    assert b"lamp" not in bytes(stored)


def test_no_words_are_no_bytes(context):
    mail = owed()
    with quiet_change():
        mail.body = None

    again = read_again(mail)

    assert again.body is None and again.body_sealed is None


@pytest.mark.parametrize("move", ["row", "column"])
def test_sealed_words_moved_elsewhere_do_not_open(context, move):
    one, other = owed("one"), owed("other")
    with quiet_change():
        if move == "row":
            other.body_sealed = one.body_sealed
        else:
            other.body_sealed = other.address_sealed

    with pytest.raises(Unsealable):
        _ = read_again(other).body
