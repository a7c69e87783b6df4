"""What tests of the core stand on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from accountability.app import create_app
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.core.mail import Mail
from accountability.core.promises import DUTIES, keeps
from tests.databases import Databases
from tests.settings import settings_for
from tests.template import migrate


@pytest.fixture(scope="session")
def light_databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Databases of their own: those of other tests are emptied while a whole file still runs."""
    return Databases(tmp_path_factory.mktemp("light"))


@pytest.fixture(scope="module")
def light_app(
    light_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Flask]]:
    """Make a service on one SQLite file for a whole file of tests that ask the web layer alone."""
    made: list[Flask] = []

    def make(name: str) -> Flask:
        settings = settings_for(tmp_path_factory.mktemp(name), light_databases.fresh(migrate))
        made.append(create_app(settings))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def kept(context):
    """What a promise of the kind "note" wrote: a row each, with its key as the subject."""

    @keeps("note")
    def note(mine):
        with quiet_change():
            db.session.add(Mail(address="x", body="x", subject=mine.key))

    yield lambda: list(db.session.scalars(select(Mail.subject).order_by(Mail.id)))
    DUTIES.pop("note")
    DUTIES.pop("odd", None)
