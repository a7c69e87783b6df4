"""One thing to tell one account, before it is written down."""

from dataclasses import dataclass

from accountability.accounts.models import Account

Matters = tuple[int, str, str]  # whom it is for, of which kind, about which place


@dataclass(frozen=True, slots=True)
class Tidings:
    """One thing to tell: its kind, its place, what fills its words, its own letter if any."""

    account: Account
    kind: str
    location: str
    names: dict[str, str]
    letter: str | None
    link: str
    rings: bool = True  # or it stands in the news alone: no push of it goes out, and no letter

    @property
    def same(self) -> Matters:
        """What makes it the same as what was told before, but for the names."""
        return self.account.id, self.kind, self.location


def tidings(
    account: Account,
    kind: str,
    location: str,
    *,
    letter: str | None = None,
    link: str | None = None,
    **names: str,
) -> Tidings:
    """What to tell; a letter leads to its `link`, where that is another place."""
    return Tidings(account, kind, location, names, letter, link or location)
