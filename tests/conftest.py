"""What tests stand on: a real app on both databases, and a small cast of people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from accountability.app import create_app
from accountability.core.extensions import db, limiter
from tests.cast import Cast
from tests.databases import Databases, commit_quickly
from tests.settings import settings_for
from tests.template import migrate

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Browser, Playwright

    from tests.kit.postgres import Postgres


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What starts the browsers of this process."""
    from tests.kit.chromium import engine

    with engine() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One real browser for most tests of this process; without windows, where there is one."""
    from tests.kit.chromium import light, running

    with running(playwright, light()) as browser:
        yield browser


@pytest.fixture(scope="session")
def whole_browser(playwright: Playwright) -> Iterator[Browser]:
    """The browser as people have it, for what only that can do: installing, sending in the back."""
    from tests.kit.chromium import chromium, running

    with running(playwright, chromium()) as browser:
        yield browser


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL server, one for each test process."""
    from tests.kit.postgres import Postgres

    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """The databases of this test process, emptied for each test by copying a template."""
    return Databases(tmp_path_factory.mktemp("databases"))


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, databases: Databases) -> str:
    """A migrated and otherwise empty database, of each kind; its address stays the same."""
    server = request.getfixturevalue("postgres") if request.param == "postgres" else None
    return databases.fresh(migrate, server)


@pytest.fixture(scope="session")
def apps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Flask]]:
    """The service on a database. One for each address: it keeps its compiled pages and queries."""
    made: dict[str, Flask] = {}

    def app_on(url: str) -> Flask:
        if url not in made:
            made[url] = create_app(settings_for(tmp_path_factory.mktemp("instance"), url))
            commit_quickly(made[url])
        return made[url]

    yield app_on
    for app in made.values():
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def app(database_url: str, apps: Callable[[str], Flask]) -> Iterator[Flask]:
    """The service on a fresh database. No context is pushed: see `apart` in tests/cast.py."""
    made = apps(database_url)
    limiter.enabled = False  # another test's service, with limits, may have switched it on for all
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
