"""Bringing an empty database to the newest version, once for each test process and kind."""

import tempfile
from pathlib import Path

from flask_migrate import upgrade

from accountability.app import create_app
from accountability.core.extensions import db
from tests.settings import settings_for


def migrate(url: str) -> None:
    """Run all migrations on the database at this address."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings_for(Path(folder), url))
        with app.app_context():
            upgrade()
            db.engine.dispose()
