"""A few people and what they did, made in memory and never stored."""

import re
from datetime import datetime, timedelta
from typing import Any

from accountability.accounts.models import Account
from accountability.circles.models import Circle, Member, Message, Newcomer, Role, Sharing
from accountability.core import clock
from accountability.streaks.models import Milestone
from accountability.urges.choices import Ask, Outcome
from accountability.urges.claims import Claim
from accountability.urges.hand_ons import HandOn
from accountability.urges.ladder import StepKind
from accountability.urges.models import LAPSES_AFTER, UrgeAlert
from accountability.urges.responses import AlertResponse

NAMES = ("Ana", "Ben", "Mo", "Noor", "Ida")
NOTE = "His song came on in the shop. I have the phone in my hand."


def id_for(name: str) -> str:
    """A public id that nothing stored has."""
    return re.sub(r"\W", "-", name).ljust(22, "x")[:22]


def ago(**some: float) -> datetime:
    """A moment not long past."""
    return clock.now() - timedelta(**some)


class People:
    """One circle of five, and what can be seen of it."""

    def __init__(self) -> None:
        agreement = "What is said here stays here. We listen first."
        self.circle = Circle(
            id=0, public_id=id_for("circle"), name="Sunday walkers", size=8, agreement=agreement
        )
        self.members = {name: self._member(-at, name) for at, name in enumerate(NAMES, 1)}

    def _member(self, number: int, name: str) -> Member:
        account = Account(id=number, public_id=id_for(f"account {name}"), name=name, active=True)
        return Member(
            id=number,
            public_id=id_for(name),
            account=account,
            account_id=number,
            circle=self.circle,
            circle_id=0,
            name=name,
            role=Role.MEMBER,
            hue=-number * 2,
            sharing=Sharing.EXACT,
        )

    def message(self, name: str, text: str) -> Message:
        """Words in the room."""
        member = self.members[name]
        return Message(
            public_id=id_for(f"message {text}"),
            member=member,
            circle=self.circle,
            posted_at=ago(hours=1),
            text=text,
        )

    def milestone(self, name: str, days: int) -> Milestone:
        """A milestone of this friend."""
        made = {"days": days, "found_at": ago(hours=2), "is_shown": True}
        return Milestone(public_id=id_for(f"days {days}"), member=self.members[name], **made)

    def newcomer(self, name: str) -> Newcomer:
        """Somebody who asks to come in."""
        return Newcomer(public_id=id_for(f"new {name}"), name=name, circle=self.circle)

    def alert(self, name: str, state: str, **more: Any) -> UrgeAlert:
        """An alert of this friend in one of its states."""
        told: dict[str, Any] = {"strength": 7, "ask": Ask.DISTRACT, "raised_at": ago(minutes=2)}
        told |= _ending(state) | more
        alert = UrgeAlert(
            public_id=id_for(f"alert {name} {state}"), member=self.members[name], note=NOTE, **told
        )
        if state in {"claimed", "asked"}:
            self._claim(alert, "Ben" if name == "Ana" else "Ana", is_asked=state == "asked")
        if state == "named":
            self._name(alert, "Ana")
        return alert

    def _claim(self, alert: UrgeAlert, friend: str, *, is_asked: bool) -> None:
        claim = Claim(member=self.members[friend], claimed_at=ago(minutes=1))
        if is_asked:
            claim.passed_by_id = self.members["Mo"].id
        else:
            claim.spoke_at = ago(minutes=1)
        alert.claims.append(claim)

    def _name(self, alert: UrgeAlert, friend: str) -> None:
        asked = HandOn(since=alert.alone_since, number=1, kind=StepKind.FIRST, watching=0)
        asked.named, asked.made_at = self.members[friend], ago(minutes=1)
        alert.hand_ons.append(asked)

    def response(self, alert: UrgeAlert, name: str, **words: str) -> AlertResponse:
        """Words in the room of an alert."""
        said = "".join(words.values())
        return AlertResponse(
            public_id=id_for(f"answer {said}"),
            alert=alert,
            member=self.members[name],
            sent_at=ago(seconds=30),
            **words,
        )


def _ending(state: str) -> dict[str, Any]:
    if state == "lapsed":
        return {"raised_at": clock.now() - LAPSES_AFTER - timedelta(minutes=1)}
    if state == "taken_back":
        return {"taken_back_at": ago(minutes=1)}
    if state == "called":
        return {"raised_at": ago(minutes=6), "called_at": ago(minutes=1)}
    ends = {str(one.value): one for one in Outcome}
    return {"outcome": ends[state], "resolved_at": ago(minutes=1)} if state in ends else {}
