"""What a socket is told when it comes: the epoch and where its streams stand."""

from typing import Any

from accountability.core import clock, streams
from accountability.core.database import begin_snapshot
from accountability.core.streams import heads_of
from accountability.realtime import bus, sockets
from accountability.realtime.access import followed_by

MIN_CLIENT = 1


def greeting(account_id: int) -> dict[str, Any]:
    """Read after the socket was joined, so that nothing falls between, and in one snapshot."""
    begin_snapshot()
    followed = followed_by([account_id])
    circles = {one.stream_id for one in followed if one.is_circle}
    # What is lost is for the next look, which closes the older sockets of this account too.
    sockets.note_circles(account_id, circles | sockets.circles_of(account_id))
    return {
        "epoch": streams.epoch(),
        "min_client": MIN_CLIENT,
        "server_time": clock.now().isoformat(),
        "bus": bus.state(),
        "heads": heads_of(one.stream_id for one in followed),
    }
