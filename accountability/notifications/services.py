"""What is owed to an account, and that it was seen. Others tell people by this door alone."""

import json

from accountability.accounts.models import Account
from accountability.core import clock
from accountability.core.change import change
from accountability.core.extensions import db
from accountability.notifications import access
from accountability.notifications.events import NewsRead, Notified
from accountability.notifications.models import Notification


def tell(account: Account, kind: str, location: str, **names: str) -> Notified:
    """Owe an account one thing, in the transaction under way; answers the event to announce."""
    notification = Notification(
        account=account, kind=kind, location=location, names=json.dumps(names)
    )
    db.session.add(notification)
    return Notified(notification)


def read_news(account: Account, seq: int | None = None) -> Account:
    """Note that an account saw its news, up to a number of its stream or all of it."""
    with change(account.stream, by=account) as announce:
        unread = access.unread_of(account, seq)
        for notification in unread:
            notification.read_at = clock.now()
        announce(NewsRead(account, tuple(unread)))
    return account
