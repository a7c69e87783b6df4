"""Every test here begins in the same small world: it is made once, and put back for the others."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from accountability.app import create_app
from accountability.core.extensions import db
from tests.cast import Cast
from tests.databases import Databases
from tests.everywhere.world import World
from tests.settings import settings_for
from tests.template import migrate


def settle(url: str) -> None:
    """Bring a new database to the newest version and let the cast live in it."""
    migrate(url)
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings_for(Path(folder), url))
        with app.app_context():
            World(Cast(app))
            db.session.rollback()
            db.engine.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, databases: Databases) -> str:
    """A file is copied with the world in it; a server, where copying is slow, only emptied."""
    if request.param == "sqlite":
        return databases.fresh(settle)
    return databases.emptied(request.getfixturevalue("postgres"))
