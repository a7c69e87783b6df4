"""A friend asks for company: who is owed to be rung, five seconds after the press."""

from datetime import timedelta

from accountability.circles.events import MessagePosted
from accountability.circles.models import Member
from accountability.core import cards, clock
from accountability.core.change import quiet_change
from accountability.core.promises import Held, keeps, promise
from accountability.notifications import owing
from accountability.notifications.choices import Matter, Road
from accountability.notifications.services import ring
from accountability.notifications.wanting import choices_of, who_chose
from accountability.streaks.events import MilestoneReached
from accountability.urges import access as urges
from accountability.urges.events import AlertRaised, CircleTold
from accountability.urges.models import TAKE_BACK_WITHIN

FIRST = 0  # the step of the first ring; the ladder's are above it
LEASE = timedelta(seconds=5)


@cards.before_commit(AlertRaised)
def owe_ring(event: AlertRaised) -> None:
    """The press owes one line; who hears it is found when it can no longer be taken back."""
    alert = event.alert
    promise("ring", alert.public_id, due_at=alert.raised_at + TAKE_BACK_WITHIN)


@cards.before_commit(CircleTold)
def owe_ring_there(event: CircleTold) -> None:
    """One more circle hears; who was rung already is not rung again."""
    alert, circle = event.alert, event.circle
    due_at = max(clock.now(), alert.raised_at + TAKE_BACK_WITHIN)
    key = f"{alert.public_id}:{circle.public_id}"
    promise("ring", alert.public_id, due_at=due_at, key=key)


@keeps("ring", lease=LEASE)
def ring_friends(mine: Held) -> None:
    """Ring every friend who hears of it, unless it was taken back or is over."""
    alert = urges.alert_told(mine.about)
    if alert is None or not alert.is_open:
        return
    with quiet_change():
        ring([friend.account for friend in urges.friends_of(alert)], alert, FIRST)


@cards.before_commit(MessagePosted)
def owe_message(event: MessagePosted) -> None:
    """Those who asked for it are told of words; the latest replaces what was shown before."""
    message = event.message
    _tell_who_chose(message.member, Matter.MESSAGES, "message", message.id)


@cards.before_commit(MilestoneReached)
def owe_milestone(event: MilestoneReached) -> None:
    """Those who asked for it are told of a milestone."""
    milestone = event.milestone
    _tell_who_chose(milestone.member, Matter.MILESTONES, "milestone", milestone.id)


def _tell_who_chose(member: Member, matter: Matter, kind: str, step: int) -> None:
    place = member.circle.public_id
    for account in who_chose(member, matter):
        wanted = choices_of(account.id, place)
        told = owing.standing([account], kind, f"/circles/{place}")
        by = {road: wanted[matter, road] for road in Road}
        owing.owe(told, step=step, push=by[Road.PUSH], mail=by[Road.MAIL])
