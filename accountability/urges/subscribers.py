"""What becomes of an open alert when its author stops belonging to a circle that was told."""

from collections.abc import Iterable

from accountability.circles.events import MemberLeft
from accountability.core import cards, clock
from accountability.urges import access
from accountability.urges.events import TellingEnded


@cards.before_commit(MemberLeft)
def end_tellings(event: MemberLeft) -> Iterable[TellingEnded]:
    """That circle hears no more of it; the others go on, and are asked nothing."""
    for telling in access.tellings_of(event.member):
        telling.ended_at = clock.now()
        yield TellingEnded(telling)
