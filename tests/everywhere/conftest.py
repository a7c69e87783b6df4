"""Every test here begins in the same small world: it is made once, and its database copied."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from accountability.app import create_app
from accountability.core.extensions import db
from tests.cast import Cast
from tests.databases import Databases
from tests.settings import settings_for
from tests.template import migrate


def settle(url: str) -> None:
    """Bring a new database to the newest version and let the cast live in it."""
    migrate(url)
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings_for(Path(folder), url))
        with app.app_context():
            cast = Cast(app)
            cast.circle()
            cast.account("Cleo")
            cast.account("Dora")
            db.session.rollback()
            db.engine.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, databases: Databases) -> str:
    """A copy of the settled database, of each kind."""
    server = request.getfixturevalue("postgres") if request.param == "postgres" else None
    return databases.fresh(settle, server)
