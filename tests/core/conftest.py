"""What tests of the core stand on."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from accountability.app import create_app
from accountability.core.extensions import db
from tests.settings import settings_for


@pytest.fixture(scope="module")
def light_app(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Flask]]:
    """Make a service on one SQLite file for a whole file of tests that ask the web layer alone."""
    made: list[Flask] = []

    def make(name: str) -> Flask:
        folder = tmp_path_factory.mktemp(name)
        shutil.copy(sqlite_template, folder / "steady.sqlite")
        made.append(create_app(settings_for(folder, f"sqlite:///{folder}/steady.sqlite")))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()
