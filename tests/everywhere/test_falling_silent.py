"""A database that falls silent at any point of a request puts it off, and says so on a page."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from accountability.circles.models import Message
from accountability.core.extensions import db
from tests.client.http import make_key
from tests.everywhere.world import World

PLACES = ["/circles/{circle}", "/me", "/news", "/circles/{circle}/watch"]


@pytest.fixture
def world(context, cast):
    return World(cast)


@contextmanager
def falls_silent(after: int):
    """So many statements are answered and no other; how many were asked."""
    asked = []

    def hear(_connection, _cursor, statement, *_more):
        asked.append(statement)
        if len(asked) > after:
            raise OperationalError(statement, {}, sqlite3.OperationalError("no answer"))

    event.listen(db.engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", hear)


@pytest.mark.parametrize("place", PLACES)
def test_a_page_is_put_off_wherever_the_answers_end(world, place):
    ana, path = world.cast.browser("Ana"), place.format(circle=world.circle.public_id)
    assert ana.get(path).status_code == 200
    with falls_silent(after=1_000) as asked:
        ana.get(path)

    answers = []
    for point in range(len(asked)):
        with falls_silent(after=point):
            answers.append(ana.get(path))

    assert len(answers) >= 5
    assert {one.status_code for one in answers} == {503}
    assert all("Retry-After" in one.headers and b"</html>" in one.data for one in answers)


def test_words_are_put_off_or_stored_and_a_repeat_makes_them_once(world):
    ana, path = world.cast.browser("Ana"), f"/circles/{world.circle.public_id}/messages"
    with falls_silent(after=1_000) as asked:
        ana.post(path, text="before", key=make_key())

    for point in range(len(asked)):
        key = make_key()
        with falls_silent(after=point):
            first = ana.post(path, text=f"words {point}", key=key)
        again = ana.post(path, text=f"words {point}", key=key)

        assert first.status_code in {201, 503}, (point, first)
        assert again.status_code in {200, 201}, (point, again)

    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Message)) == len(asked) + 1 > 10
