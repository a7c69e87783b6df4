"""Columns that are the same everywhere: moments, public ids, sealed words."""

import secrets
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import (
    DateTime,
    Dialect,
    Enum,
    Index,
    LargeBinary,
    String,
    TypeDecorator,
    text,
)
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column

from accountability.core import clock, seal

PUBLIC_ID = r"[A-Za-z0-9_-]{22}"


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets zones, so they are put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def new_public_id() -> str:
    """128 random bits as 22 characters that may stand in an address."""
    return secrets.token_urlsafe(16)


moment = Annotated[datetime, mapped_column(Moment())]
created = Annotated[datetime, mapped_column(Moment(), default=clock.now)]
public_id = Annotated[str, mapped_column(String(22), unique=True, default=new_public_id)]
short_text = Annotated[str, mapped_column(String(80))]


def chosen(kind: type[StrEnum]) -> Enum:
    """A column of one of these words, stored as the word itself, not as a database type."""
    return Enum(
        kind,
        native_enum=False,
        values_callable=lambda members: [member.value for member in members],
        length=24,
    )


def one_while(name: str, *columns: str, unset: str) -> Index:
    """An index that allows one row of these values as long as a moment of it is not set."""
    still = text(f"{unset} IS NULL")
    return Index(name, *columns, unique=True, sqlite_where=still, postgresql_where=still)


class HasPublicId:
    """A row that addresses may name. The id exists as soon as the object does: sealing needs it."""

    public_id: Mapped[public_id]

    def __init__(self, **values: Any) -> None:
        self.public_id = new_public_id()
        super().__init__(**values)

    @property
    def sealed_owner(self) -> str:
        """The public id of whoever the row's private words belong to."""
        raise NotImplementedError(type(self).__name__)


def sealed_column() -> MappedColumn[bytes | None]:
    """The column beneath a Sealed property."""
    return mapped_column(LargeBinary, default=None)


class Sealed:
    """Private words: stored encrypted, bound to this row and to its owner.

    A property over a column, because a column type cannot see the row. Set it after the owner.
    """

    def __init__(self, column: str) -> None:
        self.column = column

    def _place(self, row: HasPublicId) -> str:
        return f"{type(row).__name__}.{self.column}:{row.public_id}:{row.sealed_owner}"

    def __get__(self, row: HasPublicId | None, owner: type) -> Any:
        if row is None:
            return self
        stored = getattr(row, self.column)
        return None if stored is None else seal.opened(stored, self._place(row))

    def __set__(self, row: HasPublicId, words: str | None) -> None:
        setattr(row, self.column, None if words is None else seal.sealed(words, self._place(row)))
