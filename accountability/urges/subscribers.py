"""What follows by itself: the ladder begins, and an alert ends where its author is no more."""

from collections.abc import Iterable

from accountability.circles.events import MemberLeft
from accountability.core import cards, clock
from accountability.urges import access
from accountability.urges.events import (
    AlertCalled,
    AlertClaimed,
    AlertLapsed,
    AlertRaised,
    AlertResolved,
    ClaimPassed,
    ClaimReleased,
    ResponseSent,
    TellingEnded,
)
from accountability.urges.services.following_up import promise_follow_up
from accountability.urges.services.handing_on import promise_next


@cards.before_commit(MemberLeft)
def end_tellings(event: MemberLeft) -> Iterable[TellingEnded]:
    """That circle hears no more of it; the others go on, and are asked nothing."""
    for telling in access.tellings_of(event.member)[event.member]:
        telling.ended_at = clock.now()
        yield TellingEnded(telling)


@cards.before_commit(AlertRaised, AlertCalled)
def begin_ladder(event: AlertRaised | AlertCalled) -> None:
    """Whoever asks and has nobody is handed on until somebody comes."""
    promise_next(event.alert)


@cards.before_commit(AlertClaimed, ClaimReleased, ClaimPassed)
def go_on(event: AlertClaimed | ClaimReleased | ClaimPassed) -> None:
    """Who comes, goes, is silent too long or asks another leaves the author with or without one."""
    promise_next(event.claim.alert)


@cards.before_commit(ResponseSent)
def go_on_after_words(event: ResponseSent) -> None:
    """Who wrote and did not take the call may be called away: if they fall silent, it goes on."""
    promise_next(event.response.alert)


@cards.before_commit(MemberLeft)
def go_on_after_gone(event: MemberLeft) -> None:
    """Words of who is gone are no company: what comes next comes without them.

    If they had them too, that goes on once their claim is ended, and not twice.
    """
    gone = event.member
    for alert in access.answered_by(gone):
        if not any(one.ended_at is None and one.member_id == gone.id for one in alert.claims):
            promise_next(alert)


@cards.before_commit(AlertResolved, AlertLapsed)
def ask_tomorrow(event: AlertResolved | AlertLapsed) -> None:
    """However it ended, somebody asks the day after."""
    promise_follow_up(event.alert)
