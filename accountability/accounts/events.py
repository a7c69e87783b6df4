"""What becomes true of accounts, and who is told when a browser is no longer signed in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accountability.accounts.models import Account, SignIn

# Called after the commit with the ids of sign-ins that ended; realtime closes their sockets here.
ENDED: list[Callable[[list[int]], None]] = []


@dataclass(frozen=True, slots=True)
class SignInEnded:
    """One browser is no longer signed in."""

    sign_in: SignIn


@dataclass(frozen=True, slots=True)
class OtherSignInsEnded:
    """All browsers but the one in use are no longer signed in."""

    account: Account


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    """An account goes by another name, zone, language or theme."""

    account: Account
    zone_was: str

    @property
    def has_moved(self) -> bool:
        """Whether its days begin at other moments now."""
        return self.account.zone != self.zone_was


def tell_ended(ids: Iterable[int]) -> None:
    """Say, after the commit, that these sign-ins ended."""
    ended = list(ids)
    for hear in ENDED if ended else ():
        hear(ended)
