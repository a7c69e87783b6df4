"""A database that falls between the last answer and the end of a request changes no answer."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from accountability.app import create_app
from accountability.core.database import begin_snapshot
from accountability.core.extensions import db
from tests.settings import settings_for
from tests.template import migrate


@pytest.fixture
def fallible(postgres, tmp_path):
    """The service on a database, and a way to let what it has open there fall."""
    url = postgres.fresh_database(migrate)
    app = create_app(settings_for(tmp_path, url))

    def fall():
        pid = db.session.scalar(text("SELECT pg_backend_pid()"))
        with psycopg.connect(url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))

    yield app, fall
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("begin", [db.session.rollback, begin_snapshot])
def test_who_was_answered_already_is_not_told_otherwise(fallible, begin):
    app, fall = fallible

    @app.get("/answered")
    def answered():
        begin()
        fall()
        return "answered"

    first, second = (app.test_client().get("/answered") for _ in range(2))

    assert (first.text, second.text) == ("answered", "answered")


def test_what_is_asked_next_is_asked_on_a_new_connection(fallible):
    app, fall = fallible
    with app.app_context():
        fall()
        db.session.rollback()

        assert db.session.scalar(text("SELECT 1")) == 1


def test_what_fell_in_the_midst_of_one_moment_is_put_off(fallible):
    app, fall = fallible

    @app.get("/asked")
    def asked():
        begin_snapshot()
        fall()
        return str(db.session.scalar(text("SELECT 1")))

    answer = app.test_client().get("/asked")

    assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)


def test_a_commit_that_nobody_answered_is_an_error(fallible):
    app, fall = fallible
    with app.app_context():
        db.session.execute(text("UPDATE epochs SET name = name"))
        fall()

        with pytest.raises(OperationalError):
            db.session.commit()
