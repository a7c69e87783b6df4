"""Services with mail or limits on; the plain one comes from the root."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from accountability.app import create_app
from accountability.core.extensions import db
from tests.cast import Browser
from tests.settings import settings_for

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture
def mailing_app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """A service that sends mail, so that addresses are confirmed."""
    settings = settings_for(tmp_path, database_url)
    made = create_app(
        replace(settings, smtp_url="smtp://127.0.0.1:9", public_url="http://steady.example")
    )
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def limited_app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """A service that counts how often a secret is tried."""
    made = create_app(replace(settings_for(tmp_path, database_url), limits=True))
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser that is not signed in."""
    return Browser(app)
