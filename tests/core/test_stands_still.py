"""A process that stands still in the middle of a write keeps the others out for seconds only."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError, OperationalError

from accountability.app import create_app
from accountability.core.extensions import db
from accountability.core.streams import Epoch
from tests.settings import settings_for
from tests.template import migrate

GIVEN_BACK = 9.0
WRITE = update(Epoch).values(name="a name of 22 characters"[:22])


def seconds_until_written(connection):
    """Write as soon as whoever holds the row has let it go."""
    begun = time.monotonic()
    while time.monotonic() < begun + GIVEN_BACK:
        try:
            connection.execute(WRITE)
            connection.commit()
            return time.monotonic() - begun
        except OperationalError:  # the row is held: this one waits two seconds for it
            connection.rollback()
    return GIVEN_BACK


def test_what_it_has_locked_is_given_back(postgres, tmp_path):
    app = create_app(settings_for(tmp_path, postgres.fresh_database(migrate)))
    with app.app_context():
        with db.engine.connect() as still, db.engine.connect() as other:
            still.execute(WRITE)

            took = seconds_until_written(other)

            with pytest.raises(DBAPIError):
                still.execute(text("SELECT 1"))
            still.invalidate()
        db.engine.dispose()

    assert took < GIVEN_BACK
