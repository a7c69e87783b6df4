"""What becomes true about an alert."""

from dataclasses import dataclass

from accountability.circles.models import Circle, Member
from accountability.streaks.models import Cheer
from accountability.urges.claims import Claim
from accountability.urges.hand_ons import HandOn
from accountability.urges.models import Telling, UrgeAlert
from accountability.urges.own_numbers import OwnNumber
from accountability.urges.responses import AlertResponse


@dataclass(frozen=True, slots=True)
class AlertRaised:
    """A member asks for company."""

    alert: UrgeAlert


@dataclass(frozen=True, slots=True)
class AlertDetailed:
    """The author said more about it, or pressed again."""

    alert: UrgeAlert


@dataclass(frozen=True, slots=True)
class CircleTold:
    """One more circle hears of it."""

    alert: UrgeAlert
    circle: Circle


@dataclass(frozen=True, slots=True)
class TellingEnded:
    """A circle hears of it no more: its author does not belong there now."""

    telling: Telling


@dataclass(frozen=True, slots=True)
class AlertTakenBack:
    """It was pressed by mistake."""

    alert: UrgeAlert


@dataclass(frozen=True, slots=True)
class AlertClaimed:
    """A friend has its author."""

    claim: Claim


@dataclass(frozen=True, slots=True)
class ClaimRepeated:
    """The friend who has its author said so once more. It changes nothing."""

    claim: Claim


@dataclass(frozen=True, slots=True)
class ClaimReleased:
    """The friend who had its author let go."""

    claim: Claim


@dataclass(frozen=True, slots=True)
class ClaimPassed:
    """The friend who had its author asks another one, who has not said yes yet."""

    claim: Claim


@dataclass(frozen=True, slots=True)
class ResponseSent:
    """Somebody said something in its room."""

    response: AlertResponse


@dataclass(frozen=True, slots=True)
class HelpDeclined:
    """A friend cannot now. The event holds no name, and changes no card."""

    alert: UrgeAlert


@dataclass(frozen=True, slots=True)
class AlertSighted:
    """It came to a friend's screen, or was seen on it."""

    alert: UrgeAlert


@dataclass(frozen=True, slots=True)
class AlertSeenAgain:
    """It was seen before, or needs no eyes any more. It changes nothing."""

    alert: UrgeAlert


@dataclass(frozen=True, slots=True)
class AlertCalled:
    """The author is still alone and asks again."""

    alert: UrgeAlert


@dataclass(frozen=True, slots=True)
class HandedOn:
    """Nobody came, and the next is asked. Carries who hears it, and who of them is on watch.

    `rung` is rung for whom it names: they themselves, or who stands in for a friend who cannot.
    """

    step: HandOn
    friends: tuple[Member, ...]
    on_watch: tuple[Member, ...]
    rung: Member | None


@dataclass(frozen=True, slots=True)
class AlertResolved:
    """The author closed it and said how it went."""

    alert: UrgeAlert


@dataclass(frozen=True, slots=True)
class AlertLapsed:
    """It ended by itself: twelve hours went by, or no circle hears its author any more."""

    alert: UrgeAlert


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """The day after it, its author and who had them are asked how it is. No card changes."""

    alert: UrgeAlert


@dataclass(frozen=True, slots=True)
class AlertCheered:
    """A friend cheered a held alert."""

    cheer: Cheer
    alert: UrgeAlert


@dataclass(frozen=True, slots=True)
class FirstFriendChosen:
    """A member chose whom to ask first. It is in no card: nobody else sees it."""

    member: Member


@dataclass(frozen=True, slots=True)
class PaceChosen:
    """A circle asks on sooner or later than before. No card says so."""

    circle: Circle


@dataclass(frozen=True, slots=True)
class NumberKept:
    """A member keeps one more number. It is in no card: nobody else sees it."""

    number: OwnNumber


@dataclass(frozen=True, slots=True)
class NumberForgotten:
    """A member took a number away."""

    number: OwnNumber
