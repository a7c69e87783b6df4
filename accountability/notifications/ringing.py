"""A friend asks for company: who is owed to be rung at which step; and words for who asked."""

from datetime import timedelta

from accountability.accounts.models import Account
from accountability.circles.events import MessagePosted
from accountability.circles.models import Member
from accountability.core import cards, clock
from accountability.core.change import change
from accountability.core.promises import Held, keeps, promise
from accountability.notifications import access, owing
from accountability.notifications.choices import Matter, Road
from accountability.notifications.services import ring
from accountability.notifications.wanting import choices_of_all, who_chose
from accountability.streaks.events import MilestoneReached
from accountability.urges import access as urges
from accountability.urges.asking_order import hearers_of
from accountability.urges.events import CircleTold, ClaimPassed, HandedOn
from accountability.urges.hand_ons import HandOn
from accountability.urges.ladder import RING_AFTER, StepKind
from accountability.urges.models import TAKE_BACK_WITHIN, UrgeAlert

BEFORE_ANY_STEP = 0
ONCE_MORE = -(1 << 30)  # steps count up from one, and those who are asked instead count down
MINUTE = timedelta(minutes=1)
LEASE = timedelta(seconds=5)
PLACES = 4  # at once: one that waits for a lock holds up no other
BY_MAIL = (StepKind.NEXT, StepKind.EVERYONE)


@cards.before_commit(HandedOn)
def ring_for_step(event: HandedOn) -> None:
    """What a step of the ladder rings: everyone at first, then who is named, then everyone loudly.

    The first step comes when the press can no longer be taken back. Who is on watch is rung loudly
    at once, after half a minute and after a whole one: that is what they agreed to. In place of
    one who is named and said that they cannot, the next who can is rung.
    """
    step = event.step
    watch = [friend.account for friend in event.on_watch]
    friends = [friend.account for friend in event.friends]
    rung = [event.rung.account] if event.rung else []
    mail = step.kind in BY_MAIL
    if step.kind is StepKind.FIRST:
        ring([one for one in friends if one not in watch], step.alert, step.id)
        ring(watch, step.alert, step.id, loud=True)
    elif step.kind is StepKind.RING:
        ring(watch, step.alert, step.id, loud=True)
        _owe_watch_once_more(step)
    elif step.kind is StepKind.EVERYONE:
        ring(friends, step.alert, step.id, loud=True, by_mail=mail)
    else:
        more = watch if step.kind is StepKind.NEXT else []
        ring([*dict.fromkeys([*rung, *more])], step.alert, step.id, loud=True, by_mail=mail)


def _owe_watch_once_more(step: HandOn) -> None:
    """The next friend's step rings the watch too, unless a circle asks them sooner or later."""
    pace = urges.pace_of(step.alert.member.circle_id)
    if pace.next_after != MINUTE:
        due_at, key = clock.now() + MINUTE - RING_AFTER, f"{step.alert.public_id}:{step.id}"
        promise("ring_watch", step.alert.public_id, due_at=due_at, key=key)


@cards.before_commit(ClaimPassed)
def ring_who_is_asked(event: ClaimPassed) -> None:
    """Whom a friend asks to stay instead is asked by name, and rung like one whom a step names.

    Once in ten minutes, unless they came or the author asked again: a script could else ring on.
    """
    claim = event.claim
    if claim.asks_anew:
        ring([claim.member.account], claim.alert, -claim.id, loud=True)  # no step's number


@cards.before_commit(CircleTold)
def owe_ring_there(event: CircleTold) -> None:
    """One more circle hears, and is rung when the press can no longer be taken back."""
    alert, circle = event.alert, event.circle
    due_at = max(clock.now(), alert.raised_at + TAKE_BACK_WITHIN)
    promise("ring", alert.public_id, due_at=due_at, key=f"{alert.public_id}:{circle.public_id}")


@keeps("ring", lease=LEASE, places=PLACES)
def ring_told(mine: Held) -> None:
    """Ring those who hear of it and were not rung yet, unless it is over.

    Under the lock of the alert, as a step is made: each sees whom the other has rung.
    """
    with change(*urges.streams_of(mine.about)):
        alert = urges.alert_told(mine.about)
        if alert is None or not alert.is_open:
            return
        rung = access.rung_by(alert)
        friends = [one for one in urges.friends_of(alert) if one.account_id not in rung]
        for loud in (False, True):
            asked = _of_watch(alert, friends, on_watch=loud)
            ring(asked, alert, BEFORE_ANY_STEP, loud=loud)


@keeps("ring_watch", lease=LEASE, places=PLACES)
def ring_watch(mine: Held) -> None:
    """Ring who is on watch once more after a whole minute, unless somebody came."""
    step_id = int(mine.key.rpartition(":")[2])
    with change(*urges.streams_of(mine.about)):
        alert = urges.alert_told(mine.about)
        if alert is None or not alert.is_open or alert.company:
            return
        asked = _of_watch(alert, urges.friends_of(alert), on_watch=True)
        ring(asked, alert, ONCE_MORE - step_id, loud=True)


def _of_watch(alert: UrgeAlert, friends: list[Member], *, on_watch: bool) -> list[Account]:
    """Of these friends those who are on watch now, or those who are not."""
    watching = {one.member_id for one in hearers_of(alert, friends) if one.is_on_watch}
    return [one.account for one in friends if (one.id in watching) is on_watch]


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
    place, asked = member.circle.public_id, who_chose(member, matter)
    wanted = choices_of_all([one.id for one in asked], place)
    for road in Road:
        accounts = [one for one in asked if wanted[one.id][matter, road]]
        owing.owe_about(accounts, kind, f"/circles/{place}", step=step, roads=[road])
