"""How many letters a stranger can ask for to one mailbox: three of a kind within an hour.

Whoever knows an address may ask for its link, again and again, from many places. Each letter takes
one of three turns, kept in the database; a turn can be taken again an hour later.
"""

import hmac
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import LargeBinary, String, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from accountability.accounts.addresses import canonical
from accountability.core import clock
from accountability.core.change import quiet_change
from accountability.core.columns import moment
from accountability.core.extensions import Base, db

MOST = 3
WITHIN = timedelta(hours=1)
PURPOSE = b"asked letters 1"
INSERTS: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


class AskedLetter(Base):
    """One turn of one kind of letter to one mailbox, known by a keyed hash of its address."""

    __tablename__ = "asked_letters"

    letter: Mapped[str] = mapped_column(String(24), primary_key=True)
    address_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    asked_at: Mapped[moment]


def _hashed(address: str) -> bytes:
    key = next(iter(current_app.config["STEADY"].seal_keys.values()))
    return hmac.digest(hmac.digest(key, PURPOSE, "sha256"), canonical(address).encode(), "sha256")


def _take(letter: str, address_hash: bytes, turn: int, now: datetime) -> bool:
    """Take this turn unless it was taken within the hour. One statement: two never both win."""
    insert = INSERTS[db.engine.dialect.name](AskedLetter)
    taken = insert.values(letter=letter, address_hash=address_hash, turn=turn, asked_at=now)
    over = taken.on_conflict_do_update(
        index_elements=["letter", "address_hash", "turn"],
        set_={"asked_at": now},
        where=AskedLetter.asked_at <= now - WITHIN,
    )
    return db.session.execute(over.returning(AskedLetter.turn)).first() is not None


def take_letter_turn(letter: str, address: str) -> bool:
    """Whether one more letter of this kind may go there. Part of the write under way."""
    hashed, now = _hashed(address), clock.now()
    return any(_take(letter, hashed, turn, now) for turn in range(MOST))


def forget_turns() -> None:
    """Delete the turns that could be taken again: nothing tells any more who asked for what."""
    with quiet_change():
        over = AskedLetter.asked_at <= clock.now() - WITHIN
        db.session.execute(delete(AskedLetter).where(over))
