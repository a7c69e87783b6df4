"""What those who run the service do about it."""

from accountability.accounts.models import Account
from accountability.core import owed
from accountability.core.change import change
from accountability.core.errors import Gone
from accountability.core.promises import Promise
from accountability.running.events import PromiseOwedAnew


def try_again(account: Account, promise: Promise) -> Promise:
    """Owe anew what was given up, from its first try."""
    with change(account.stream, by=account) as announce:
        if not account.is_staff:
            raise Gone
        owed.owe_anew(promise.id)
        announce(PromiseOwedAnew(account, promise))
    return promise
