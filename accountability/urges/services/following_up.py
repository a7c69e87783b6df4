"""The day after: its author and who had them are asked once how it is."""

from datetime import time, timedelta

from accountability.core import clock
from accountability.core.change import change
from accountability.core.promises import Held, keeps, promise
from accountability.urges import access
from accountability.urges.events import FollowedUp
from accountability.urges.models import UrgeAlert

KIND = "follow_up"
PLACES = 2  # at once: one that waits for a lock holds up nothing else
AT = time(10)  # of the author's next day
FORGOTTEN_AFTER = timedelta(days=2)


def promise_follow_up(alert: UrgeAlert) -> None:
    """Owe the question of the next day."""
    zone = alert.member.account.zone
    next_day = clock.today_in(zone) + timedelta(days=1)
    due_at = clock.local_moment(next_day, AT, zone)
    promise(KIND, alert.public_id, due_at=due_at, key=alert.public_id)


@keeps(KIND, places=PLACES)
def follow_up(mine: Held) -> None:
    """Ask, unless the author is gone, took it back, or the question comes days too late."""
    alert = next(iter(access.alerts_among([mine.about])), None)
    is_late = clock.now() - mine.due_at > FORGOTTEN_AFTER
    if alert is None or is_late:
        return
    with change(*alert.streams) as announce:
        announce.hold(alert.streams)
        if alert.authors_circle and alert.taken_back_at is None and not alert.is_open:
            announce(FollowedUp(alert))
