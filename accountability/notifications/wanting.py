"""Whether somebody wants to be told this now: asked when it is owed, and again when it goes out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from accountability.accounts.models import Account
from accountability.circles import access as circles
from accountability.circles.models import Member, Message
from accountability.core import clock
from accountability.core.extensions import db
from accountability.core.promises import Later
from accountability.notifications import access, spacing, webpush
from accountability.notifications.choices import ELSEWHERE, USUAL, Matter, Road, matter_of
from accountability.notifications.models import Availability, Delivery, Notification, Preference
from accountability.notifications.quiet import is_quiet, quiet_ends
from accountability.urges import access as urges
from accountability.watches.access import on_watch_at


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes, no, or not before a moment."""

    is_yes: bool
    after: datetime | None = None


Choices = dict[tuple[Matter, Road], bool]
REPLACED = {"message", "milestone"}
IN_A_ROOM = {"alert", *REPLACED}
TESTED = {"drill": "alert"}  # whom no call rings, no test of calls rings either
YES, NO = Answer(is_yes=True), Answer(is_yes=False)


def choices_of_all(account_ids: Collection[int], place: str = "") -> dict[int, Choices]:
    """What each account chose for a circle, or for everywhere, with what holds without a choice."""
    usual = {(matter, road): matter in USUAL[road] for road in Road for matter in Matter}
    wanted = {account_id: dict(usual) for account_id in account_ids}
    theirs = (Preference.account_id.in_(wanted), Preference.place.in_({"", place}))
    query = select(Preference).where(*theirs).order_by(Preference.place)
    for one in db.session.scalars(query) if wanted else ():
        wanted[one.account_id][one.matter, one.road] = one.wanted
    return wanted


def choices_of(account_id: int, place: str = "") -> Choices:
    """The same of one account."""
    return choices_of_all([account_id], place)[account_id]


def chose(account: Account, kind: str, road: Road, place: str = "") -> bool:
    """Whether this account wants to hear of this kind by this road."""
    return choices_of(account.id, place)[matter_of(kind), road]


def who_chose(member: Member, matter: Matter) -> list[Account]:
    """The friends of a member who asked for a matter that nobody is told about unasked."""
    circle = member.circle
    friends = Member.circle_id == circle.id, Member.left_at.is_(None), Member.id != member.id
    asked = (
        select(Preference.account_id)
        .join(Member, Member.account_id == Preference.account_id)
        .where(*friends, Preference.matter == matter, Preference.wanted)
        .where(Preference.place.in_(["", circle.public_id]))
    )
    return list(db.session.scalars(select(Account).where(Account.id.in_(asked))).unique())


def availability_of(account_id: int) -> Availability:
    """When this account is not to be reached; at any hour it may be, without a choice."""
    kept = db.session.get(Availability, account_id)
    return kept or Availability(account_id=account_id, rings_through=False)


def is_away(account_id: int) -> bool:
    """Whether this person said "not now"."""
    until = availability_of(account_id).away_until
    return until is not None and until > clock.now()


def _hours(account: Account, *, can_wait: bool, goes_through: bool) -> Answer:
    chosen = availability_of(account.id)
    now, hours = clock.now(), (account.zone, chosen.quiet_from, chosen.quiet_until)
    if is_away(account.id):
        return Answer(is_yes=False, after=chosen.away_until if can_wait else None)
    if not is_quiet(now, *hours) or goes_through:
        return YES
    return Answer(is_yes=False, after=quiet_ends(now, *hours) if can_wait else None)


def _asked_friend(notification: Notification) -> Member | None:
    """The friend whom an alert still asks: it is open, nobody is there, they did not decline."""
    alert = urges.alert_told(notification.about)
    if alert is None or not alert.is_open or alert.company is not None:
        return None
    account_id = notification.account_id
    if urges.has_declined(account_id, alert):
        return None
    return next((one for one in urges.friends_of(alert) if one.account_id == account_id), None)


def _in_circle(notification: Notification) -> Member | None:
    return circles.member_of(notification.account_id, notification.about)


def _tested_friend(notification: Notification) -> Member | None:
    found = access.drill_for(notification.account_id, notification.about)
    return found[0] if found else None


def _member_told(notification: Notification) -> Member | None:
    """Who is told of what belongs to a circle, if that is still theirs to hear."""
    asked = {"alert": _asked_friend, "drill": _tested_friend}
    return asked.get(notification.kind, _in_circle)(notification)


def _is_on_watch(member: Member) -> bool:
    return member in on_watch_at(member.circle, clock.now())


def is_there_still(message_id: int) -> bool:
    """Whether words were not taken away."""
    message = db.session.get(Message, message_id)
    return message is not None and message.deleted_at is None


def ends_at(delivery: Delivery) -> datetime:
    """Until when it is worth being handed over."""
    return delivery.made_at + timedelta(seconds=webpush.ttl_of(delivery.notification.kind))


def is_wanted(delivery: Delivery) -> bool:
    """Whether it is to be handed over now. Raises Later if it is wanted then."""
    if clock.now() > ends_at(delivery):
        return False
    answer = wants(delivery)
    if answer.after is not None:
        raise Later(answer.after)
    return answer.is_yes


def wants(delivery: Delivery) -> Answer:
    """Whether a delivery is wanted at this moment; a mail also while it waits for its server."""
    notification = delivery.notification
    account = notification.account
    member = _member_told(notification) if notification.kind in ELSEWHERE else None
    if (member is None and notification.kind in ELSEWHERE) or not account.active:
        return NO
    if notification.read_at is not None:
        return NO
    place = member.circle.public_id if member else ""
    if notification.kind == "message" and not is_there_still(delivery.step):
        return NO
    if not chose(account, TESTED.get(notification.kind, notification.kind), delivery.road, place):
        return NO
    if _is_replaced(delivery):
        return NO
    through = _goes_through(delivery, member)
    answer = _hours(account, can_wait=not notification.is_urgent, goes_through=through)
    is_spaced = notification.kind in IN_A_ROOM and delivery.handed_at is None
    return _spaced(delivery) if answer.is_yes and is_spaced else answer


def _spaced(delivery: Delivery) -> Answer:
    """Yes, unless the same was said since, or it comes too soon after what was said before."""
    if delivery.notification.kind in REPLACED:
        after = spacing.words_free_at(delivery)
    else:
        alert = urges.alert_told(delivery.notification.about)
        if alert is None or spacing.is_said(delivery):
            return NO
        after = spacing.free_at(delivery, alert)
    return Answer(is_yes=False, after=after) if after else YES


def _is_replaced(delivery: Delivery) -> bool:
    """Whether a later one says the same: one is enough after a night of words, by either road.

    Words that were taken away since say nothing. A call's pushes are spaced instead. A mail that
    waits for its server gives way only to one that may go as soon.
    """
    told = delivery.notification
    if told.kind not in REPLACED and delivery.road is not Road.MAIL:
        return False
    alike = Delivery.notification_id == told.id, Delivery.device_id == delivery.device_id
    # By steps where these are in order: they are indexed, and a flood has many.
    later = Delivery.step > delivery.step if told.kind in REPLACED else Delivery.id > delivery.id
    query = select(Delivery.id).where(*alike, later)
    if told.kind == "message":
        query = query.join(Message, Message.id == Delivery.step).where(Message.deleted_at.is_(None))
    if delivery.handed_at is not None:
        query = query.where(Delivery.handed_at.is_not(None))
    return db.session.scalars(query.limit(1)).first() is not None


def _goes_through(delivery: Delivery, member: Member | None) -> bool:
    """Whether it goes in quiet hours: a mail rings nobody, and a call is of no use afterwards.

    A push goes through if it is loud and its owner, on watch now, allowed it.
    """
    if delivery.notification.kind != "alert":
        return False
    if delivery.road is Road.MAIL:
        return True
    allowed = availability_of(delivery.notification.account_id).rings_through
    return allowed and delivery.is_loud and member is not None and _is_on_watch(member)
