"""A process that cannot ask any more who may hear tells nobody anything."""

from __future__ import annotations

import gevent
import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from accountability.accounts.models import SignIn
from accountability.core.extensions import db
from accountability.realtime import heads, sockets


@pytest.fixture
def opened(app, cast, open_line):
    """The library's socket of Ana, who is signed in and has it open."""
    with app.app_context():
        cast.account("Ana")
    cast.browser("Ana")
    with app.app_context():
        here = db.session.scalars(select(SignIn)).one()
        sid, engine = open_line()
        sockets.add(sockets.Live(sid, here.account_id, here.id, as_data=True))
    return engine


@pytest.fixture
def looks(app, monkeypatch):
    """The loop that looks where the streams stand, fifty times quicker than in life."""
    monkeypatch.setattr(heads, "EVERY", heads.EVERY / 50)
    monkeypatch.setattr(heads, "BLIND", heads.BLIND / 50)
    task = gevent.spawn(heads.run, app)
    yield
    task.kill()


def refuse(*_args):
    raise OperationalError("asked", {}, Exception("the database is away"))


def test_as_long_as_it_can_ask_they_stay(opened, looks):
    gevent.sleep(heads.BLIND * 2)

    assert not opened.closed


def test_without_a_database_they_are_closed(app, opened, looks):
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", refuse)

        with gevent.Timeout(5):
            while not opened.closed:
                gevent.sleep(0.02)

        event.remove(db.engine, "before_cursor_execute", refuse)
