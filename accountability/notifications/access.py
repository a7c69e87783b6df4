"""The door of notifications: an account's own, and nobody else's."""

from collections.abc import Sequence

from sqlalchemy import func, select

from accountability.accounts.models import Account
from accountability.core.extensions import db
from accountability.core.streams import Entry
from accountability.notifications.models import Notification

SHOWN = 50


def latest_of(account_id: int) -> Sequence[Notification]:
    """The newest notifications of this account, the newest first."""
    query = select(Notification).where(Notification.account_id == account_id)
    return db.session.scalars(query.order_by(Notification.id.desc()).limit(SHOWN)).all()


def unread_of(account: Account, seq: int | None = None) -> Sequence[Notification]:
    """What this account has not seen yet, up to a number of its stream, the oldest first."""
    query = select(Notification).where(
        Notification.account_id == account.id, Notification.read_at.is_(None)
    )
    if seq is not None:
        come = select(Entry.card_id).where(
            Entry.stream_id == account.stream_id,
            Entry.kind == "notification",
            Entry.seq == Entry.first,
            Entry.first <= seq,
        )
        query = query.where(Notification.public_id.in_(come))
    return db.session.scalars(query.order_by(Notification.id)).all()


def was_told(account: Account, kind: str, location: str) -> bool:
    """Whether this account was told this once."""
    query = select(Notification.id).where(
        Notification.account_id == account.id,
        Notification.kind == kind,
        Notification.location == location,
    )
    return db.session.scalars(query).first() is not None


def count_unread(account_id: int) -> int:
    """How many things this account has not seen yet."""
    query = select(func.count()).where(
        Notification.account_id == account_id, Notification.read_at.is_(None)
    )
    return db.session.scalar(query) or 0
