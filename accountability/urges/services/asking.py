"""What the author of an alert does with it."""

from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete

from accountability.circles import access as circles
from accountability.circles.models import Circle, Member
from accountability.core import clock
from accountability.core.change import Announce, change
from accountability.core.errors import Busy, Gone, Refused
from accountability.core.extensions import db
from accountability.core.streams import StreamKind
from accountability.streaks import access as streaks
from accountability.streaks.events import SlipLogged
from accountability.urges import access
from accountability.urges.choices import Ask, Outcome
from accountability.urges.earlier_notes import EarlierNote
from accountability.urges.events import (
    AlertCalled,
    AlertDetailed,
    AlertRaised,
    AlertResolved,
    AlertTakenBack,
    CircleTold,
)
from accountability.urges.models import Telling, UrgeAlert
from accountability.urges.reach import Decline, Sighting
from accountability.urges.services.turn import changing, only_author, still_open

TURNS = 4
SAME_CALL_FOR = timedelta(seconds=20)  # as far as loud rings lie apart


class Alone(Refused):
    """Nobody would hear: the caller shows the toolkit, and that nobody was told."""


class _Moved(Exception):  # noqa: N818 - not a fault: another press came first, so look again
    """What was found before the locks is no longer so."""


def raise_alert(
    member: Member, *, strength: int | None = None, ask: Ask | None = None, note: str | None = None
) -> UrgeAlert:
    """Ask the circle for company. While one of mine is open there, the press adds to it.

    One that was taken back a moment ago is open again: pressing and taking back without end leaves
    one card and not a hundred. Another circle gets an alert of its own: it must not read what was
    written for this one.

    Neither a mute nor a limit stands in its way. Raises Alone if nobody else is in the circle.
    """
    opened: UrgeAlert | None = None
    for _turn in range(TURNS):
        try:
            if opened is None:
                return _begin(member, strength, ask, note)
            return _add(member, opened, strength, ask, note)
        except _Moved:
            opened = _standing(member)
    raise Busy


def _standing(member: Member) -> UrgeAlert | None:
    return access.open_alert_of(member) or access.taken_back_of(member)


def _begin(member: Member, strength: int | None, ask: Ask | None, note: str | None) -> UrgeAlert:
    with change(member.circle.stream, member.account.stream, by=member) as announce:
        if _standing(member) is not None:
            raise _Moved
        if not circles.has_friends(member):
            raise Alone(_("Nobody else is in this circle yet, so nobody was told."))
        alert = UrgeAlert(stream=announce.open_stream(StreamKind.ALERT), member=member)
        _detail(alert, strength, ask, note)
        _tell(alert, member.circle, announce)
        db.session.add(alert)
        db.session.flush()
        announce(AlertRaised(alert))
    return alert


def _add(
    member: Member, opened: UrgeAlert, strength: int | None, ask: Ask | None, note: str | None
) -> UrgeAlert:
    with changing(opened, by=member) as announce:
        if opened is not _standing(member):
            raise _Moved
        event = AlertDetailed(opened) if opened.is_open else _reopened(member, opened)
        _detail(opened, strength, ask, note)
        announce(event)
    return opened


def _reopened(member: Member, alert: UrgeAlert) -> AlertRaised:
    """Let it ask anew, with nothing of what it said and of how far it had come."""
    if not circles.has_friends(member):
        raise Alone(_("Nobody else is in this circle yet, so nobody was told."))
    if alert.note:
        db.session.add(EarlierNote(alert=alert, note=alert.note))
    alert.note = alert.ask = alert.strength = alert.taken_back_at = None
    alert.raised_at = alert.called_at = (
        clock.now()
    )  # who heard it before is rung as by asking again
    for kept in (Sighting, Decline):
        db.session.execute(delete(kept).where(kept.alert_id == alert.id))
    return AlertRaised(alert)


def _detail(alert: UrgeAlert, strength: int | None, ask: Ask | None, note: str | None) -> None:
    """Take what is given; what is not given stays."""
    if strength is not None:
        alert.strength = strength
    alert.ask = ask or alert.ask
    if note and note != alert.note:
        if alert.note:
            db.session.add(EarlierNote(alert=alert, note=alert.note))
        alert.note = note


def _tell(alert: UrgeAlert, circle: Circle, announce: Announce) -> None:
    alert.tellings.append(Telling(circle=circle, seq=announce.number_in(circle.stream)))


def _knows(alert: UrgeAlert, circle: Circle) -> bool:
    return circle.id in {telling.circle_id for telling in alert.tellings}


def _parted(alert: UrgeAlert, circle: Circle) -> bool:
    """Whether the circle heard it once and does not any more; its friends would see nothing."""
    return _knows(alert, circle) and circle.id not in {one.circle_id for one in alert.hearing}


def _end_claims(alert: UrgeAlert, at: datetime) -> None:
    for claim in alert.claims:
        if claim.ended_at is None:
            claim.ended_at = at


def take_back(member: Member, alert: UrgeAlert) -> UrgeAlert:
    """Say that it was pressed by mistake, within its first seconds. It stays and says so."""
    with changing(alert, by=member) as announce:
        only_author(member, alert)
        if not alert.can_be_taken_back:
            raise Refused(_("It is too late to take it back. You can close it instead."))
        alert.taken_back_at = clock.now()
        _end_claims(alert, alert.taken_back_at)  # opened again, it is nobody's yet
        announce(AlertTakenBack(alert))
    return alert


def say_more(
    member: Member,
    alert: UrgeAlert,
    *,
    strength: int | None = None,
    ask: Ask | None = None,
    note: str | None = None,
) -> UrgeAlert:
    """Say how strong it is, what would help, or a word about it."""
    with changing(alert, by=member) as announce:
        only_author(member, alert)
        still_open(alert)
        _detail(alert, strength, ask, note)
        announce(AlertDetailed(alert))
    return alert


def also_tell(member: Member, alert: UrgeAlert, circle: Circle) -> UrgeAlert:
    """Let another circle of the author hear of it too, from now on. Told twice, it hears once."""
    with changing(alert, circle.stream, by=member) as announce:
        only_author(member, alert)
        still_open(alert)
        mine = circles.member_of(member.account_id, circle.public_id)
        if mine is None:
            raise Gone
        if mine.is_alone:
            raise Alone(_("Nobody else is in this circle yet, so nobody was told."))
        if _parted(alert, circle):
            raise Refused(_("This call ended there. Press the button in that circle instead."))
        announce(AlertDetailed(alert))
        if not _knows(alert, circle):
            _tell(alert, circle, announce)
            announce(CircleTold(alert, circle))
    return alert


def call_again(member: Member, alert: UrgeAlert) -> UrgeAlert:
    """Say "I am still alone". Whoever said that they are there is not, says the author: it ends.

    Said again within seconds it is the same call and makes no step sooner, unless somebody came.
    """
    with changing(alert, by=member) as announce:
        only_author(member, alert)
        still_open(alert)
        now = clock.now()
        if not alert.is_still_alone or now - (alert.called_at or now) >= SAME_CALL_FOR:
            alert.called_at = now
        _end_claims(alert, now)
        announce(AlertCalled(alert))
    return alert


def resolve(
    member: Member,
    alert: UrgeAlert,
    outcome: Outcome,
    helped: str | None = None,
    thanks: str | None = None,
    log_slip: date | None = None,
) -> UrgeAlert:
    """Close it and say how it went; with a day, the slip is logged in the same transaction."""
    homes = [one.circle.stream for one in streaks.present(member.account_id)] if log_slip else []
    with changing(alert, *homes, by=member) as announce:
        only_author(member, alert)
        still_open(alert)
        alert.outcome, alert.resolved_at = outcome, clock.now()
        alert.helped, alert.thanks = helped or None, thanks or None
        announce(AlertResolved(alert))
        if log_slip is not None:
            announce.hold([one.circle.stream for one in streaks.present(member.account_id)])
            announce(_slip(member, log_slip))
    return alert


def _slip(member: Member, day: date) -> SlipLogged:
    journey = streaks.journey_of(member.account_id)
    if journey is None:
        raise Refused(_("Begin your journey first, then a slip has a place in it."))
    if not journey.may_hold(day):
        raise Refused(_("Choose a day between the start of your journey and today."))
    was = journey.streak().days
    return SlipLogged(journey.log(day), was)
