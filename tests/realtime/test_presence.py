"""Who is here and who writes is kept in memory alone: no database has to know it."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from accountability.core.extensions import db
from accountability.realtime import broadcast, presence, sockets
from accountability.realtime.sockets import Live
from accountability.urges import services as urges
from tests.cast import apart

WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def asked(context):
    """What the database was asked, in order."""
    statements = []

    def hear(_connection, _cursor, statement, *_more):
        statements.append(statement.lstrip())

    event.listen(db.engine, "before_cursor_execute", hear)
    yield statements
    event.remove(db.engine, "before_cursor_execute", hear)


@pytest.fixture
def come(cast):
    """Let somebody have a socket here, under their own name."""
    names = []

    def come(name):
        names.append(name)
        sockets.add(Live(name, cast.account(name).id, 1, as_data=True))

    yield come
    for name in names:
        presence.look(name, None)
        sockets.drop(name)


def test_who_is_here_and_who_writes_is_written_nowhere(app, cast, come, asked):
    alert, ben = urges.raise_alert(cast.member("Ana")), cast.member("Ben")
    urges.claim(ben, alert)
    come("Ana")
    come("Ben")
    db.session.rollback()
    asked.clear()

    for shown in (alert.public_id, None):
        presence.look("Ana", alert.public_id)
        presence.look("Ben", shown)
        apart(presence.turn, app)
    broadcast.tell_typing(ben, alert)

    assert asked, "nobody asked who may be told"
    assert [one for one in asked if one.startswith(WRITES)] == []
