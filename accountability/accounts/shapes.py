"""Which cards the events of accounts change: none, because nobody else sees them."""

from collections.abc import Iterable

from accountability.accounts.events import OtherSignInsEnded, SettingsChanged, SignInEnded
from accountability.core import cards
from accountability.core.cards import Card


@cards.changed_by(SignInEnded, OtherSignInsEnded, SettingsChanged)
def show_nothing(_event: object) -> Iterable[Card]:
    """Where and how an account is used is for its owner's own pages; sockets hear of ENDED."""
    return []
