"""The cards of this feature: the alert, its company, what is said in it, and its reach."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload, selectinload

from accountability.circles.models import Member
from accountability.core import cards
from accountability.core.cards import Card, Shape
from accountability.streaks import access as streaks
from accountability.urges import access
from accountability.urges.events import (
    AlertCalled,
    AlertCheered,
    AlertClaimed,
    AlertDetailed,
    AlertLapsed,
    AlertRaised,
    AlertResolved,
    AlertSeenAgain,
    AlertSighted,
    AlertTakenBack,
    CircleTold,
    ClaimPassed,
    ClaimReleased,
    ClaimRepeated,
    FirstFriendChosen,
    FollowedUp,
    HandedOn,
    HelpDeclined,
    NumberForgotten,
    NumberKept,
    PaceChosen,
    ResponseSent,
    TellingEnded,
)
from accountability.urges.models import UrgeAlert
from accountability.urges.reach import deliveries_of
from accountability.urges.responses import AlertResponse
from accountability.urges.wording import said


def _when(moment: Any) -> str | None:
    return moment.isoformat() if moment else None


def _claimed_by(alert: UrgeAlert) -> str | None:
    return alert.holder.public_id if alert.holder else None


def _asked(alert: UrgeAlert) -> str | None:
    """Who is asked by name now: by a friend who passed it on, or by the ladder."""
    friend = alert.asked or alert.named
    return friend.public_id if friend else None


def alert_shape(alert: UrgeAlert) -> Shape:
    """The alert as everybody sees it who hears of it. Pressed by mistake, it says nothing more."""
    is_meant = alert.state != "taken_back"
    return {
        "id": alert.public_id,
        "by": alert.member.public_id,
        "name": alert.member.name,
        "state": alert.state,
        "raised_at": _when(alert.raised_at),
        "strength": alert.strength if is_meant else None,
        "ask": alert.ask.value if alert.ask and is_meant else None,
        "note": alert.note if is_meant else None,
        "claimed_by": _claimed_by(alert),
        "asked": _asked(alert),
        "called_at": _when(alert.called_at),
        "outcome": alert.outcome.value if alert.outcome else None,
        "cheers": streaks.tally(alert.cheers),
    }


def _whole() -> Iterable[Any]:
    """What the cards of many alerts need, read at once; of answers only who gave them, and when."""
    answers = selectinload(UrgeAlert.responses)
    without_words = answers.options(
        defer(AlertResponse.text_sealed), selectinload(AlertResponse.member)
    )
    return without_words, selectinload(UrgeAlert.cheers), selectinload(UrgeAlert.hand_ons)


def company_shape(alert: UrgeAlert) -> Shape:
    """Who is with the author, as the room of the alert says it."""
    return {
        "id": alert.public_id,
        "state": alert.state,
        "claimed_by": _claimed_by(alert),
        "asked": _asked(alert),
        "called_at": _when(alert.called_at),
        "thanks": alert.thanks,
    }


def response_shape(response: AlertResponse) -> Shape:
    """Words in the room of an alert."""
    return {
        "id": response.public_id,
        "by": response.member.public_id,
        "name": response.member.name,
        "text": said(response),
        "ready": response.ready,
        "at": _when(response.sent_at),
    }


def reach_shape(alert: UrgeAlert) -> Shape:
    """How far it came, for its author alone. Who cannot now is nowhere in it."""
    screens, seen = access.sightings_of(alert)
    sent, delivered = deliveries_of(alert)
    return {
        "alert": alert.public_id,
        "state": alert.state,
        "sent": sent,
        "delivered": delivered,
        "screens": screens,
        "seen": seen,
        "claimed_by": _claimed_by(alert),
        "asked": _asked(alert),
        "alone": alert.has_waited,
    }


ALERT = cards.kind(
    "alert",
    UrgeAlert,
    "urges/_alert.html",
    shape=alert_shape,
    streams=lambda alert: [*(one.circle.stream_id for one in alert.readable), alert.stream_id],
    moves=True,
    keeps=access.open_ids,
    on_top=lambda alert: alert.is_open,
    authors=lambda: select(UrgeAlert.public_id, Member.account_id).join(UrgeAlert.member),
    options=_whole,
)
COMPANY = cards.kind(
    "company",
    UrgeAlert,
    "urges/_company.html",
    shape=company_shape,
    streams=lambda alert: [alert.stream_id],
    standing=True,
    options=_whole,
)
RESPONSE = cards.kind(
    "response",
    AlertResponse,
    "urges/_response.html",
    shape=response_shape,
    streams=lambda response: [response.alert.stream_id],
    options=lambda: (joinedload(AlertResponse.alert),),
)
REACH = cards.kind(
    "reach",
    UrgeAlert,
    "urges/_reach.html",
    shape=reach_shape,
    streams=lambda alert: [alert.member.account.stream_id],
    keeps=access.open_ids,
    options=_whole,
)


def _all(alert: UrgeAlert) -> list[Card]:
    return [ALERT(alert), COMPANY(alert), REACH(alert)]


def _answered(event: ResponseSent) -> list[Card]:
    """Words change the alert's own card only when they end that its author is still alone."""
    alert = event.response.alert
    changed = _all(alert) if alert.called_at else [COMPANY(alert), REACH(alert)]
    return [RESPONSE(event.response), *changed]


cards.changed_by(
    AlertRaised, AlertDetailed, CircleTold, AlertTakenBack, AlertCalled, AlertResolved, AlertLapsed
)(lambda event: _all(event.alert))
cards.changed_by(AlertClaimed, ClaimReleased, ClaimPassed)(lambda event: _all(event.claim.alert))
cards.changed_by(ResponseSent)(_answered)
cards.changed_by(TellingEnded)(
    lambda event: [Card(ALERT, event.telling.alert, (event.telling.circle.stream_id,))]
)
cards.changed_by(HandedOn)(
    lambda event: _all(event.step.alert) if event.step.is_loud else [REACH(event.step.alert)]
)
cards.changed_by(AlertSighted)(lambda event: [REACH(event.alert)])
cards.changed_by(AlertCheered)(lambda event: [ALERT(event.alert)])
# A friend who cannot now changes no card and takes no number: its author must not notice.
cards.changed_by(HelpDeclined)(lambda _event: [])
cards.changed_by(ClaimRepeated, AlertSeenAgain)(lambda _event: [])
cards.changed_by(NumberKept, NumberForgotten, FirstFriendChosen, PaceChosen, FollowedUp)(
    lambda _event: []
)
