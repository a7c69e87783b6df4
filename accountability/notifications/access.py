"""The door of notifications: an account's own, and nobody else's."""

from collections.abc import Sequence

from sqlalchemy import func, select

from accountability.core.extensions import db
from accountability.notifications.models import Notification

SHOWN = 50


def latest_of(account_id: int) -> Sequence[Notification]:
    """The newest notifications of this account, the newest first."""
    query = select(Notification).where(Notification.account_id == account_id)
    return db.session.scalars(query.order_by(Notification.id.desc()).limit(SHOWN)).all()


def unread_of(account_id: int) -> Sequence[Notification]:
    """What this account has not seen yet, the oldest first."""
    query = select(Notification).where(
        Notification.account_id == account_id, Notification.read_at.is_(None)
    )
    return db.session.scalars(query.order_by(Notification.id)).all()


def count_unread(account_id: int) -> int:
    """How many things this account has not seen yet."""
    query = select(func.count()).where(
        Notification.account_id == account_id, Notification.read_at.is_(None)
    )
    return db.session.scalar(query) or 0
