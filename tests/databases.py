"""Fresh databases for tests: each begins as a copy of a template that was prepared once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import event

from accountability.core.extensions import db
from tests.template import migrate

if TYPE_CHECKING:
    from flask import Flask

    from tests.kit.postgres import Postgres

Prepare = Callable[[str], None]


def commit_quickly(app: Flask) -> None:
    """Let the SQLite of a service in this process not wait for the disk: no test cuts the power."""
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            quick = "PRAGMA synchronous=OFF"
            event.listen(db.engine, "connect", lambda connection, _: connection.execute(quick))


class Databases:
    """The databases of one test process. An address is used again by the next test, emptied."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._renewed: dict[tuple[str, str], str] = {}

    def fresh(self, prepare: Prepare, server: Postgres | None = None) -> str:
        """A database as `prepare` left it, on SQLite or on that server."""
        return self._on_server(prepare, server) if server else self._in_file(prepare)

    def _in_file(self, prepare: Prepare) -> str:
        name = f"{prepare.__module__}.{prepare.__qualname__}"
        template, path = self.folder / f"{name}.template", self.folder / f"{name}.sqlite"
        if not template.exists():
            prepare(f"sqlite:///{template}")
        for beside in ("-wal", "-shm"):
            path.with_name(path.name + beside).unlink(missing_ok=True)
        path.unlink(missing_ok=True)
        shutil.copy(template, path)
        return f"sqlite:///{path}"

    def _on_server(self, prepare: Prepare, server: Postgres) -> str:
        known = self._renewed.get((prepare.__module__, prepare.__qualname__))
        if known and prepare is migrate:
            return server.empty(known)
        url = server.renew(known, prepare) if known else server.fresh_database(prepare)
        self._renewed[prepare.__module__, prepare.__qualname__] = url
        return url
