"""What becomes true about notifications."""

from dataclasses import dataclass

from accountability.accounts.models import Account
from accountability.notifications.models import Notification


@dataclass(frozen=True, slots=True)
class Notified:
    """One account is owed one more thing to be told."""

    notification: Notification


@dataclass(frozen=True, slots=True)
class NewsRead:
    """An account has seen these of its notifications."""

    account: Account
    read: tuple[Notification, ...]
