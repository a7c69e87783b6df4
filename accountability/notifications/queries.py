"""The page of news, read and nothing else."""

from dataclasses import dataclass

from accountability.accounts.models import Account
from accountability.circles import access as circles
from accountability.circles import queries as waiting
from accountability.circles.shapes import NEWCOMER
from accountability.core import reading
from accountability.core.shown import Shown
from accountability.notifications import access
from accountability.notifications.shapes import NOTIFICATION


@dataclass(frozen=True, slots=True)
class News:
    """What an account is told, with the number of its stream that this reaches."""

    head: int
    newcomers: list[Shown]
    offers: list[Shown]
    notifications: list[Shown]

    @property
    def has_unread(self) -> bool:
        """Whether something here was not seen before."""
        things = [one.card.thing for one in self.notifications if one.card]
        return any(thing.read_at is None for thing in things)


def news_of(account: Account) -> News:
    """The newest notifications, the newest first, and who waits for this account's yes."""
    head = reading.head_of(account.stream)
    mine = circles.my_members(account.id)
    newcomers = waiting.waiting_with(mine)
    return News(
        head,
        reading.showing(account.stream, [NEWCOMER(one) for one in newcomers]),
        waiting.offers_to(mine),
        reading.showing(account.stream, [NOTIFICATION(n) for n in access.latest_of(account.id)]),
    )
