"""What the pages of alerts show, read and nothing else."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import g

from accountability.accounts.context import looking
from accountability.circles import access as circles
from accountability.circles.models import Member
from accountability.core import clock, reading
from accountability.core.reading import Picture
from accountability.core.shown import Shown
from accountability.urges import access
from accountability.urges.models import NOBODY_AFTER, UrgeAlert
from accountability.urges.own_numbers import OwnNumber
from accountability.urges.shapes import ALERT, COMPANY, REACH

TEN_SECONDS = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Room:
    """The room of an alert as one person sees it; the author and friends see the same cards."""

    member: Member
    alert: UrgeAlert
    picture: Picture

    @property
    def is_mine(self) -> bool:
        """Whether the viewer raised it."""
        return self.alert.is_by(self.member.account_id)

    @property
    def card(self) -> Shown:
        """The alert itself."""
        return reading.showing(self.alert.stream, [ALERT(self.alert)])[0]

    @property
    def company(self) -> Shown:
        """Who is with its author."""
        return reading.showing(self.alert.stream, [COMPANY(self.alert)])[0]

    @property
    def reach(self) -> list[Shown]:
        """How far it came, for its author alone."""
        if not self.is_mine:
            return []
        return reading.showing(self.member.account.stream, [REACH(self.alert)])

    @property
    def responses(self) -> list[Shown]:
        """What was said, oldest first."""
        return [one for one in self.picture.of("response") if not one.is_gone]

    @property
    def first(self) -> int:
        """The place before which older words lie."""
        return min((one.first for one in self.responses), default=0)

    @property
    def numbers(self) -> list[OwnNumber]:
        """The author's own numbers."""
        return access.numbers_of(self.member.account_id) if self.is_mine else []

    @property
    def others(self) -> list[Member]:
        """Who the author is in circles that could be told too."""
        told = {telling.circle_id for telling in self.alert.tellings}
        mine = circles.among_friends(self.member.account_id) if self.is_mine else []
        return [one for one in mine if one.circle_id not in told and not one.is_alone]

    @property
    def names_told(self) -> str:
        """The circles that were told."""
        return ", ".join(telling.circle.name for telling in self.alert.readable)

    @property
    def waits(self) -> int:
        """How many steps of ten seconds are left of the two minutes; none once asked again."""
        left = self.alert.raised_at + NOBODY_AFTER - clock.now()
        return 0 if self.alert.called_at else max(0, min(12, round(left / TEN_SECONDS)))

    @property
    def helps_at(self) -> datetime:
        """When help lines and numbers come up, if nobody has answered by then."""
        return self.alert.raised_at + NOBODY_AFTER


def room_of(member: Member, alert: UrgeAlert, before: int | None = None) -> Room:
    """The room, or the words before a place in it. The caller has begun a snapshot."""
    if before is None:
        return Room(member, alert, reading.snapshot(alert.stream, 0))
    return Room(member, alert, reading.older(alert.stream, before, 0))


def circles_that_hear(account_id: int) -> list[Member]:
    """Who this account is in circles where somebody else would hear."""
    return [member for member in circles.among_friends(account_id) if not member.is_alone]


def calls_declined() -> list[str]:
    """The open alerts to which the viewer said that they cannot now: for their own pages alone."""
    who = looking()
    if who is None:
        return []
    if "calls_declined" not in g:  # a page has many slots; ask once
        g.calls_declined = access.declined_by(who.id)
    return g.calls_declined
