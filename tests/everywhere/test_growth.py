"""What a write asks of the database does not grow with what is in it.

No figure stands here: a write may ask as often as it needs, if three times as many rows make it ask
no oftener. Rows that it adds do not count, SQLite takes them one by one; nor do the numbers of
streams, which are taken in order, one by one. What a look asks is counted in tests/pages.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event

from accountability.app import create_app
from accountability.core.extensions import db
from tests.cast import Cast
from tests.databases import Databases, commit_quickly, let_go
from tests.everywhere.growing import grow
from tests.everywhere.recipes import RECIPES
from tests.everywhere.stage import Stage
from tests.everywhere.world import World
from tests.settings import settings_for
from tests.template import migrate

WRITTEN_ONE_BY_ONE = ("INSERT", "UPDATE streams SET head=")
MANY = re.compile(r"\(\?(, \?)*\)")


def _settle(url: str, rounds: int) -> None:
    migrate(url)
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings_for(Path(folder), url))
        commit_quickly(app)
        with app.app_context():
            grow(World(Cast(app)), rounds)
            db.session.remove()
            db.engine.dispose()


def few(url: str) -> None:
    """One of each at least: from none to some, a write may ask more."""
    _settle(url, 1)


def many(url: str) -> None:
    """Three times as much."""
    _settle(url, 3)


@pytest.fixture
def asked(databases: Databases, apps: Callable[..., Flask]) -> Callable[..., list[str]]:
    """What a write asks when the database holds so much."""

    def asked(prepare: Callable[[str], None], endpoint: str) -> list[str]:
        app = apps(databases.fresh(prepare))
        stage, statements = Stage(app, endpoint), []

        def note(_connection, _cursor, statement, *_rest):
            if not statement.startswith(WRITTEN_ONE_BY_ONE):
                statements.append(MANY.sub("(…)", statement))

        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", note)
        answer = stage.send()
        with app.app_context():
            event.remove(db.engine, "before_cursor_execute", note)
        let_go(app)
        assert answer.status_code == 201, answer.get_data(as_text=True)
        return statements

    return asked


@pytest.mark.parametrize("endpoint", sorted(RECIPES))
def test_a_write_asks_no_oftener_when_there_is_more(asked, endpoint):
    some, more = asked(few, endpoint), asked(many, endpoint)

    oftener = [one for one in set(more) if more.count(one) > some.count(one)]
    assert len(more) <= len(some), "\n\n".join([f"{len(some)} became {len(more)}:", *oftener])
