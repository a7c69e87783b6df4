"""What follows by itself: the ladder begins, and an alert ends where its author is no more."""

from collections.abc import Iterable

from accountability.circles.events import MemberLeft
from accountability.core import cards, clock
from accountability.urges import access
from accountability.urges.events import (
    AlertCalled,
    AlertLapsed,
    AlertRaised,
    AlertResolved,
    ClaimPassed,
    ClaimReleased,
    ResponseSent,
    TellingEnded,
)
from accountability.urges.ladder import KINDS, StepKind
from accountability.urges.services.following_up import promise_follow_up
from accountability.urges.services.handing_on import promise_round, promise_step


@cards.before_commit(MemberLeft)
def end_tellings(event: MemberLeft) -> Iterable[TellingEnded]:
    """That circle hears no more of it; the others go on, and are asked nothing."""
    for telling in access.tellings_of(event.member)[event.member]:
        telling.ended_at = clock.now()
        yield TellingEnded(telling)


@cards.before_commit(AlertRaised, AlertCalled)
def begin_ladder(event: AlertRaised | AlertCalled) -> None:
    """Whoever asks and has nobody is handed on until somebody comes."""
    promise_round(event.alert)


@cards.before_commit(ClaimReleased)
def begin_again(event: ClaimReleased) -> None:
    """The friend went, or was silent too long: the next is asked at once."""
    if event.claim.alert.is_open:
        promise_round(event.claim.alert)


@cards.before_commit(ResponseSent)
def go_on_after_words(event: ResponseSent) -> None:
    """Who wrote and did not take the call may be called away: if they fall silent, it goes on."""
    alert = event.response.alert
    if alert.is_open and not alert.holder and alert.quiet_at:
        promise_round(alert, alert.quiet_at)


@cards.before_commit(MemberLeft)
def go_on_after_gone(event: MemberLeft) -> None:
    """Words of who is gone are no company: whoever has nobody else now is handed on at once.

    If they had them too, that goes on once their claim is ended, and not twice.
    """
    gone = event.member
    for alert in access.answered_by(gone):
        had = any(one.ended_at is None and one.member_id == gone.id for one in alert.claims)
        if not had and not alert.holder and alert.is_open and alert.quiet_at == gone.left_at:
            promise_round(alert, gone.left_at)


@cards.before_commit(ClaimPassed)
def go_on_after(event: ClaimPassed) -> None:
    """One friend is asked by another; if that brings nobody, the ladder names the next."""
    alert = event.claim.alert
    promise_step(alert, KINDS.index(StepKind.NEXT), alert.alone_since)


@cards.before_commit(AlertResolved, AlertLapsed)
def ask_tomorrow(event: AlertResolved | AlertLapsed) -> None:
    """However it ended, somebody asks the day after."""
    promise_follow_up(event.alert)
