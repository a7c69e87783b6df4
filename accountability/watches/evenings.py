"""What time brings to a watch, as promises: it moves, and a bare night is asked about once."""

from datetime import date, datetime, timedelta

from accountability.circles.models import Circle, Member
from accountability.core import clock
from accountability.core.change import change
from accountability.core.promises import Held, Later, keeps, promise
from accountability.watches import access
from accountability.watches.events import NightIsBare, WatchMoved
from accountability.watches.watching import ASKED_AT, next_evening, night_of

MOVES, EVENING = "watch_moves", "watch_evening"
PLACES = 2  # at once, of each: one that waits for a lock holds up nothing else
NOT_LATER_THAN = timedelta(hours=5)  # than the hour of asking: who sleeps is not asked


def owe_move(circle: Circle, at: datetime | None = None) -> None:
    """Owe open screens that the watch moves, when it next does or at a given moment."""
    due_at = at or access.watch_of(circle).next_move(clock.now())
    if due_at is not None:
        key = f"{circle.public_id}:{due_at:%Y%m%dT%H%M%S%f}"
        promise(MOVES, circle.public_id, due_at=due_at, key=key)


def owe_evening(member: Member) -> None:
    """Owe a look at this member's next night, in the evening before it. Once for each night."""
    zone = member.account.zone
    evening = next_evening(clock.now(), zone)
    key = f"{member.public_id}:{evening.isoformat()}"
    promise(EVENING, member.public_id, due_at=clock.local_moment(evening, ASKED_AT, zone), key=key)


@keeps(MOVES, places=PLACES)
def move_watch(mine: Held) -> None:
    """Tell the circle's screens who is on watch now; the next move is owed with it."""
    circle = access.circle_by_id(mine.about)
    if circle is None or circle.closed_at is not None:
        return
    with change(circle.stream) as announce:
        announce(WatchMoved(circle))


@keeps(EVENING, places=PLACES)
def look_at_night(mine: Held) -> None:
    """Ask a member once about a night that is bare, if that is still so and they want to know.

    It is asked for by the clock of where they are by now. Whoever keeps a watch no more is asked
    nothing, until somebody offers an hour again.
    """
    member = access.member_by_id(mine.about)
    evening = date.fromisoformat(mine.key.rpartition(":")[2])
    if member is None or not member.belongs or not access.keeps_watch(member.circle):
        return
    begins = clock.local_moment(evening, ASKED_AT, member.account.zone)
    if clock.now() < begins:
        raise Later(begins)
    with change(member.account.stream) as announce:
        is_late = clock.now() > begins + NOT_LATER_THAN
        if not is_late and _is_to_be_asked(member, evening):
            announce(NightIsBare(member, evening))
        owe_evening(member)


def _is_to_be_asked(member: Member, evening: date) -> bool:
    since, until = night_of(evening, member.account.zone)
    if not member.belongs or member.is_alone or access.hush_of(member) is not None:
        return False
    return access.watch_of(member.circle).is_bare(since, until)
