"""`flask --app wsgi backup PATH`: a whole copy of an SQLite database, with the service running."""

import os
import sqlite3
from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext

from accountability.core.extensions import db


def _copy(source: str, target: Path) -> None:
    """Copy one moment of the database; readers and writers go on meanwhile."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    database = sqlite3.connect(source)
    try:
        database.execute("VACUUM INTO ?", (str(target),))
    finally:
        database.close()
    with target.open("rb") as file:
        os.fsync(file.fileno())


@click.command("backup")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@with_appcontext
def command(path: Path) -> None:
    """Copy the SQLite database to PATH, which must not be there yet."""
    if db.engine.dialect.name != "sqlite":
        raise click.ClickException("PostgreSQL is copied by pg_dump: see docs/operations.md.")
    if path.exists():
        raise click.ClickException(f"{path} is there already; nothing was copied.")
    part = path.with_name(f"{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        _copy(str(db.engine.url.database), part)
        part.rename(path)
    except (OSError, sqlite3.Error) as fault:
        raise click.ClickException(f"The copy could not be made: {fault}.") from fault
    click.echo(f"The database of this moment is in {path}. Keep the secrets in another place.")


def init_app(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(command)
