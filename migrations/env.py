"""How migrations run: one transaction each, on the engine of the app."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import text

from accountability.core.patience import be_patient

database = current_app.extensions["migrate"].db
PLAIN = {"Moment": "sa.DateTime(timezone=True)", "Enum": "sa.String(24)", "JSON": "sa.JSON()"}


def render(kind: str, thing: Any, _context: Any) -> str | bool:
    """Write our own column types as the plain ones beneath them: old migrations outlive our code."""
    return PLAIN.get(type(thing).__name__, False) if kind == "type" else False


def run() -> None:
    """Bring the database to the newest version."""
    with database.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.detach()  # nobody after this may wait as long as a migration may
            be_patient(connection)
            connection.execute(text("SET statement_timeout = 0"))
            connection.execute(text("SET lock_timeout = '30s'"))
            connection.commit()
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_as_batch=True,
            compare_type=False,
            render_item=render,
        )
        with context.begin_transaction():
            if connection.dialect.name == "postgresql":  # two starts at once: one after the other
                connection.execute(text("SELECT pg_advisory_xact_lock(20261123)"))
            context.run_migrations()
        connection.commit()


run()
