"""What those who run the service did."""

from dataclasses import dataclass

from accountability.accounts.models import Account
from accountability.core.promises import Promise


@dataclass(frozen=True, slots=True)
class PromiseOwedAnew:
    """Somebody of the staff let be tried again what had been given up."""

    by: Account
    promise: Promise
