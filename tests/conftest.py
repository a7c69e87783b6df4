"""What tests stand on: a real app on both databases, and a small cast of people."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from accountability.app import create_app
from accountability.core.extensions import db
from tests.cast import Cast
from tests.settings import settings_for
from tests.template import migrate

if TYPE_CHECKING:
    from flask import Flask

    from tests.kit.postgres import Postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL server, one for each test process."""
    from tests.kit.postgres import Postgres

    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied for each test."""
    path = tmp_path_factory.mktemp("template") / "steady.sqlite"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database of each kind."""
    if request.param == "sqlite":
        path = tmp_path / "steady.sqlite"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
    else:
        server = request.getfixturevalue("postgres")
        url = server.fresh_database(migrate)
        yield url
        server.drop(url)


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The service on a fresh database. No context is pushed: see `apart` in tests/cast.py."""
    made = create_app(settings_for(tmp_path, database_url))
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """An app context, for tests that call verbs directly and use no browser."""
    with app.app_context():
        yield app
        db.session.rollback()


@pytest.fixture
def cast(app: Flask) -> Cast:
    """Ana, Ben, Mo and Cleo, made when they are first asked for."""
    return Cast(app)
