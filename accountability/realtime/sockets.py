"""Which sockets are open in this process, whose they are, and how to end them."""

import time
from collections import deque
from collections.abc import Container, Iterable, KeysView
from dataclasses import dataclass, field

MOST_PER_ACCOUNT = 8
BUDGET, BUDGET_SECONDS, TOO_MANY = 10, 10.0, 30
TYPING_EVERY = 2.0


@dataclass(slots=True)
class Live:
    """One open socket: its account, the sign-in it came with, and whether it takes data or html."""

    sid: str
    account_id: int
    sign_in_id: int
    as_data: bool
    told_epoch: str = ""
    told_heads: dict[str, int] = field(default_factory=dict)
    carded: dict[str, int] = field(default_factory=dict)

    @property
    def channel(self) -> str:
        """The one channel it is joined to: its own account's, in its flavour."""
        return channel_of(self.account_id, as_data=self.as_data)

    def forget_all_but(self, followed: Container[str]) -> None:
        """Forget where streams stood that it follows no more: nobody tells it how they go on."""
        for told in (self.told_heads, self.carded):
            for name in [name for name in told if name not in followed]:
                del told[name]


def channel_of(account_id: int, *, as_data: bool) -> str:
    """The channel of one account; what is sent there reaches its sockets and nobody else."""
    return f"{'data' if as_data else 'html'}:{account_id}"


live: dict[str, Live] = {}
_mine: dict[int, dict[str, Live]] = {}  # the same by account, the oldest first
_circles: dict[int, set[int]] = {}  # by account: the streams of circles it was found to belong to
_belong: dict[int, set[int]] = {}  # the same by stream
_events: dict[int, deque[float]] = {}
_typed: dict[tuple[int, str], float] = {}


def add(socket: Live) -> list[str]:
    """Keep an open socket; answers the sids that are too many now, oldest first."""
    live[socket.sid] = socket
    mine = _mine.setdefault(socket.account_id, {})
    mine[socket.sid] = socket
    return list(mine)[:-MOST_PER_ACCOUNT]


def note_told(sids: Iterable[str], epoch: str, stream: str, seq: int) -> None:
    """Note that a card told these sockets where a stream stands: the next quick look need not."""
    for sid in sids:
        socket = live.get(sid)
        if socket and socket.told_epoch == epoch:
            socket.carded[stream] = seq


def know(stream: str, seq: int, account_ids: Iterable[int]) -> bool:
    """Whether all sockets of these accounts were told by heads that a stream stands there."""
    theirs = (socket for one in account_ids for socket in of_account(one))
    return all(socket.told_heads.get(stream, -1) >= seq for socket in theirs)


def drop(sid: str) -> None:
    """Forget a socket that is closed."""
    gone = live.pop(sid, None)
    if gone is None:
        return
    _mine[gone.account_id].pop(sid)
    if not _mine[gone.account_id]:
        del _mine[gone.account_id]
        note_circles(gone.account_id, set())
        _events.pop(gone.account_id, None)
        for key in [key for key in _typed if key[0] == gone.account_id]:
            del _typed[key]


def note_circles(account_id: int, streams: set[int]) -> set[int]:
    """Note which circles' streams an account belongs to now; answers those it did until now."""
    streams = streams if account_id in _mine else set()
    lost = _circles.pop(account_id, set()) - streams
    for stream_id in lost:
        _belong[stream_id].discard(account_id)
        if not _belong[stream_id]:
            del _belong[stream_id]
    for stream_id in streams:
        _belong.setdefault(stream_id, set()).add(account_id)
    if streams:
        _circles[account_id] = streams
    return lost


def circles_of(account_id: int) -> set[int]:
    """The streams of circles that an account with sockets here was found to belong to."""
    return _circles.get(account_id, set())


def found_in(stream_id: int) -> set[int]:
    """The accounts with sockets here that were found to belong to the circle of this stream."""
    return _belong.get(stream_id, set())


def accounts() -> KeysView[int]:
    """The accounts that have a socket here."""
    return _mine.keys()


def of_account(account_id: int) -> list[Live]:
    """The sockets of one account."""
    return list(_mine.get(account_id, {}).values())


def of_sign_ins(ids: Iterable[int]) -> list[str]:
    """The sockets that came with these sign-ins."""
    ended = set(ids)
    return [socket.sid for socket in live.values() if socket.sign_in_id in ended]


def spend(account_id: int) -> int:
    """Count one event of an account; answers how many it sent in the last ten seconds."""
    times = _events.setdefault(account_id, deque(maxlen=TOO_MANY + 1))
    now = time.monotonic()
    times.append(now)
    while times and times[0] < now - BUDGET_SECONDS:
        times.popleft()
    return len(times)


def may_type(account_id: int, alert_id: str) -> bool:
    """Whether it is long enough since this account was last shown as typing here."""
    now = time.monotonic()
    if now - _typed.get((account_id, alert_id), 0.0) < TYPING_EVERY:
        return False
    _typed[account_id, alert_id] = now
    return True
