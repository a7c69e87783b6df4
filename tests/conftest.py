"""What tests stand on: a real app on both databases, and a small cast of people."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from accountability.app import create_app
from accountability.core.extensions import db, limiter
from tests import forms
from tests.cast import Cast
from tests.databases import Databases, commit_quickly, hash_quickly, let_go
from tests.settings import settings_for
from tests.template import migrate

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Browser, Playwright

    from tests.kit.postgres import Postgres

gc.freeze()  # what is imported is never garbage: looking at it again takes a tenth of a test


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    forms.mark(items)


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
    if request.param == "sqlite":
        return databases.fresh(migrate)
    return databases.emptied(request.getfixturevalue("postgres"))


@pytest.fixture(scope="session")
def apps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Flask]]:
    """The service on a database, with other settings if asked for; nobody counts its attempts.

    One for each address and its settings: it keeps its compiled pages and queries.
    """
    made: dict[Any, Flask] = {}

    def app_on(url: str, **other: Any) -> Flask:
        name = (url, *other.items())
        if name not in made:
            settings = settings_for(tmp_path_factory.mktemp("instance"), url)
            made[name] = create_app(replace(settings, **other))
            commit_quickly(made[name])
            hash_quickly(made[name])
        limiter.enabled = made[name].config["STEADY"].limits  # else the last one made decides
        if limiter.enabled:
            limiter.reset()
        return made[name]

    yield app_on
    for app in made.values():
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def app(database_url: str, apps: Callable[..., Flask]) -> Iterator[Flask]:
    """The service on a fresh database. No context is pushed: see `apart` in tests/cast.py."""
    made = apps(database_url)
    yield made
    let_go(made)


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
