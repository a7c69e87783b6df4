"""The doors to alerts: nobody gets one in another way.

A door answers None alike for what is not there and for what is not theirs.
"""

from collections.abc import Iterable
from datetime import timedelta
from functools import cache

from sqlalchemy import Select, and_, bindparam, or_, select, union_all

from accountability.accounts.models import Account
from accountability.circles import access as circles
from accountability.circles.models import REPORTABLE_FOR, Circle, Member
from accountability.core import clock
from accountability.core.extensions import db
from accountability.core.streams import Stream
from accountability.urges.earlier_notes import EarlierNote
from accountability.urges.ladder import USUAL, Pace
from accountability.urges.models import LAPSES_AFTER, Telling, UrgeAlert
from accountability.urges.own_numbers import OwnNumber
from accountability.urges.paces import CirclePace
from accountability.urges.reach import Decline, Sighting
from accountability.urges.responses import AlertResponse

Found = tuple[Member, UrgeAlert]
REOPENED_FOR = timedelta(minutes=10)


def _viewer(account_id: int, alert: UrgeAlert) -> Member | None:
    """Who this account sees the alert as: a member of a told circle, and one before it was told."""
    told = {telling.circle_id: telling.seq for telling in alert.readable}
    mine = [member for member in circles.my_members(account_id) if member.circle_id in told]
    if not alert.is_by(account_id):
        mine = [member for member in mine if member.since_seq < told[member.circle_id]]
    return min(mine, key=lambda member: (member.id != alert.member_id, member.id), default=None)


def alert_for(account_id: int, alert_id: str) -> Found | None:
    """An alert that this account may see, and the member it sees it as."""
    alert = db.session.scalar(select(UrgeAlert).where(UrgeAlert.public_id == alert_id))
    viewer = _viewer(account_id, alert) if alert is not None else None
    return (viewer, alert) if viewer is not None and alert is not None else None


def authored_alert(account_id: int, alert_id: str) -> Found | None:
    """An alert that this account raised."""
    found = alert_for(account_id, alert_id)
    return found if found is not None and found[1].is_by(account_id) else None


def response_for(account_id: int, response_id: str) -> tuple[Member, AlertResponse] | None:
    """Words in the room of an alert that this account may see."""
    query = select(AlertResponse).where(AlertResponse.public_id == response_id)
    response = db.session.scalar(query)
    viewer = _viewer(account_id, response.alert) if response is not None else None
    return (viewer, response) if viewer is not None and response is not None else None


@cache
def _tellings_of() -> Select[Telling, int]:
    mine = Member.account_id.in_(bindparam("accounts", expanding=True))
    here = (mine, Telling.circle_id.in_(bindparam("circles", expanding=True)))
    return (
        select(Telling, Member.account_id)
        .join(Telling.alert)
        .join(UrgeAlert.member)
        .where(*here, Telling.ended_at.is_(None), UrgeAlert.raised_at >= bindparam("since"))
        .where(UrgeAlert.outcome.is_(None), UrgeAlert.taken_back_at.is_(None))
        .where(UrgeAlert.lapsed_at.is_(None))
        .order_by(UrgeAlert.id.desc())
    )


def tellings_of(*members: Member) -> dict[Member, list[Telling]]:
    """The tellings by which their circle hears each of them ask for company, the newest first."""
    found: dict[Member, list[Telling]] = {one: [] for one in members}
    known = {(one.account_id, one.circle_id): one for one in members}
    asked = {
        "accounts": {one.account_id for one in members},
        "circles": {one.circle_id for one in members},
        "since": clock.now() - LAPSES_AFTER,
    }
    for telling, account_id in db.session.execute(_tellings_of(), asked):
        member = known.get((account_id, telling.circle_id))
        if member is not None:
            found[member].append(telling)
    return found


def open_alert_of(member: Member) -> UrgeAlert | None:
    """The alert by which this member asks this circle for company now, if there is one."""
    alerts = (telling.alert for telling in tellings_of(member)[member])
    return next((alert for alert in alerts if alert.is_open), None)


def taken_back_of(member: Member) -> UrgeAlert | None:
    """What this member took back here a moment ago, if everybody here now heard of it then."""
    query = (
        select(UrgeAlert)
        .where(UrgeAlert.member_id == member.id, UrgeAlert.lapsed_at.is_(None))
        .where(UrgeAlert.taken_back_at > clock.now() - REOPENED_FOR)
        .order_by(UrgeAlert.id.desc())
    )
    alert = db.session.scalars(query).first()
    if alert is None or [one.circle_id for one in alert.hearing] != [member.circle_id]:
        return None
    told = alert.hearing[0].seq
    heard = all(one.since_seq < told for one in member.friends)
    return alert if heard and len(alert.tellings) == 1 else None


def answered_by(friend: Member) -> list[UrgeAlert]:
    """The alerts that may be open, in whose rooms this friend wrote."""
    wrote = UrgeAlert.responses.any(AlertResponse.member_id == friend.id)
    ended = (UrgeAlert.outcome, UrgeAlert.taken_back_at, UrgeAlert.lapsed_at)
    query = select(UrgeAlert).where(wrote, UrgeAlert.raised_at > clock.now() - LAPSES_AFTER)
    return list(db.session.scalars(query.where(*(one.is_(None) for one in ended))).unique())


def pace_of(circle_id: int) -> Pace:
    """How soon this circle asks the next friend, and then everyone."""
    chosen = db.session.get(CirclePace, circle_id)
    return chosen.pace if chosen else USUAL


def friends_of(alert: UrgeAlert) -> list[Member]:
    """Those who may answer it now: each person once, without its author."""
    seqs = {telling.circle_id: telling.seq for telling in alert.hearing}
    there = select(Member).where(Member.circle_id.in_(seqs), Member.left_at.is_(None))
    members = db.session.scalars(there.order_by(Member.id))
    heard = [one for one in members if one.belongs and one.since_seq < seqs[one.circle_id]]
    by_account = {one.account_id: one for one in reversed(heard)}
    by_account.pop(alert.member.account_id, None)
    return sorted(by_account.values(), key=lambda one: one.id)


def friend_of(alert: UrgeAlert, member_id: str) -> Member | None:
    """One of those who may answer it, by public id."""
    return next((one for one in friends_of(alert) if one.public_id == member_id), None)


def open_ids() -> Select[str]:
    """A question for the ids of all alerts that still ask for company: few, whatever ended."""
    return select(UrgeAlert.public_id).where(
        UrgeAlert.outcome.is_(None),
        UrgeAlert.taken_back_at.is_(None),
        UrgeAlert.lapsed_at.is_(None),
        UrgeAlert.raised_at >= clock.now() - LAPSES_AFTER,
    )


def earlier_notes(alert: UrgeAlert, circle_id: int) -> list[str]:
    """What its note said before, the oldest first, as far as this circle could read it.

    Only what was replaced a short while ago, and while this circle heard of it.
    """
    told = (Telling.alert_id == EarlierNote.alert_id, Telling.circle_id == circle_id)
    query = (
        select(EarlierNote)
        .join(Telling, and_(*told))
        .where(EarlierNote.alert_id == alert.id)
        .where(EarlierNote.replaced_at > clock.now() - REPORTABLE_FOR)
        .where(EarlierNote.replaced_at >= Telling.told_at)
        .where(or_(Telling.ended_at.is_(None), EarlierNote.replaced_at <= Telling.ended_at))
    )
    return [one.note for one in db.session.scalars(query.order_by(EarlierNote.id))]


def alert_told(alert_id: str) -> UrgeAlert | None:
    """An alert by public id, for whoever speaks for the service itself."""
    return next(iter(alerts_among([alert_id])), None)


def alerts_among(ids: Iterable[str]) -> list[UrgeAlert]:
    """These alerts, for whoever speaks for the service itself."""
    query = select(UrgeAlert).where(UrgeAlert.public_id.in_(list(ids)))
    return list(db.session.scalars(query).unique())


@cache
def _streams_of() -> Select[Stream]:
    this = UrgeAlert.public_id == bindparam("alert")
    circles = select(Circle.stream_id).join(Telling).join(UrgeAlert).where(this)
    raised = UrgeAlert.member_id == Member.id
    author = select(Account.stream_id).join(Member).join(UrgeAlert, raised).where(this)
    own = select(UrgeAlert.stream_id).where(this)
    return select(Stream).where(Stream.id.in_(union_all(circles, author, own)))


def streams_of(alert_id: str) -> list[Stream]:
    """What a verb on this alert locks, without the alert: it is read under the lock anyway."""
    return list(db.session.scalars(_streams_of(), {"alert": alert_id}))


def author_streams(ids: Iterable[str]) -> list[Stream]:
    """The account streams of those who raised these alerts."""
    query = (
        select(Stream)
        .join(Account, Account.stream_id == Stream.id)
        .join(Member, Member.account_id == Account.id)
        .join(UrgeAlert, UrgeAlert.member_id == Member.id)
        .where(UrgeAlert.public_id.in_(list(ids)))
    )
    return list(db.session.scalars(query).unique())


def who_declined(alert: UrgeAlert) -> Select[int]:
    """A question for the accounts that said that they cannot now. No card may tell them apart."""
    query = select(Member.account_id).join(Decline, Decline.member_id == Member.id)
    return query.where(Decline.alert_id == alert.id)


def has_declined(account_id: int, alert: UrgeAlert) -> bool:
    """Whether this account said that it cannot now."""
    found = who_declined(alert).where(Member.account_id == account_id)
    return db.session.scalars(found).first() is not None


def declined_by(account_id: int) -> list[str]:
    """The ids of the alerts that still ask for company and to which this account said no."""
    said = select(Decline.alert_id).join(Member, Decline.member_id == Member.id)
    query = open_ids().where(UrgeAlert.id.in_(said.where(Member.account_id == account_id)))
    return list(db.session.scalars(query))


def sightings_of(alert: UrgeAlert) -> tuple[int, int]:
    """On how many people's screens it came, and how many of them saw it.

    Whoever took it or wrote has seen it, also on a page without script, which tells of no looks;
    but who did so before it was taken back has not seen the press that opened it again.
    """
    query = select(Sighting.account_id, Sighting.seen_at).where(Sighting.alert_id == alert.id)
    rows = db.session.execute(query).all()
    came = [(one.member, one.sent_at) for one in alert.answers]
    came += [(one.member, one.claimed_at) for one in alert.claims if not one.is_asked]
    seen = {account_id for account_id, seen_at in rows if seen_at}
    seen |= {member.account_id for member, at in came if at >= alert.raised_at}
    return len(seen | {account_id for account_id, _seen_at in rows}), len(seen)


def numbers_of(account_id: int) -> list[OwnNumber]:
    """The numbers that this account keeps for itself."""
    query = select(OwnNumber).where(OwnNumber.account_id == account_id).order_by(OwnNumber.id)
    return list(db.session.scalars(query))


def number_of(account_id: int, number_id: str) -> OwnNumber | None:
    """One number of this account."""
    return next((one for one in numbers_of(account_id) if one.public_id == number_id), None)
