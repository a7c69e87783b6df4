"""Fresh databases for tests: each begins as a copy of a template that was prepared once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import event

from accountability.core import aftermath
from accountability.core.extensions import db
from tests.kit.hatchery import CHEAPLY
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


def hash_quickly(app: Flask) -> None:
    """Let a service in this process hash at little cost: its passwords are known to everybody."""
    context = app.extensions["security"].pwd_context.inner
    context.update(**CHEAPLY)


def let_go(app: Flask) -> None:
    """Close the connections of a service in this process, as far as the next test cannot use them.

    An SQLite file is another one then, and whoever is in a transaction still is sent away. What
    waits to be told to sockets goes too: nobody tells it here, and the queue would be full one day.
    """
    aftermath.queue.queue.clear()
    with app.app_context():
        if db.engine.dialect.name == "sqlite" or db.engine.pool.checkedout():  # type: ignore[attr-defined]
            db.engine.dispose()


class Databases:
    """The databases of one test process. An address is used again by the next test, emptied."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._on_server: str | None = None

    def fresh(self, prepare: Prepare) -> str:
        """An SQLite database as `prepare` left it."""
        name = f"{prepare.__module__}.{prepare.__qualname__}"
        template, path = self.folder / f"{name}.template", self.folder / f"{name}.sqlite"
        if not template.exists():
            prepare(f"sqlite:///{template}")
        for beside in ("-wal", "-shm"):
            path.with_name(path.name + beside).unlink(missing_ok=True)
        path.unlink(missing_ok=True)
        shutil.copy(template, path)
        return f"sqlite:///{path}"

    def emptied(self, server: Postgres) -> str:
        """The one database of that server, as the migrations left it: copying it takes longer."""
        if self._on_server is None:
            self._on_server = server.fresh_database(migrate)
            return self._on_server
        return server.empty(self._on_server)
