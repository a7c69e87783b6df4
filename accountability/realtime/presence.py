"""Who of those that came to an alert is here now: has its open room on a screen.

Shown in that room alone, kept in memory alone, and asked by nothing else: whether an alert is
handed on never depends on it. Each process knows its own screens and says so to the others, who
believe it for a minute.
"""

import time
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import gevent
from flask import Flask

from accountability.core import streams
from accountability.realtime import bus, sending, sockets
from accountability.urges import access as urges
from accountability.urges.models import UrgeAlert

EVERY = 1.0  # what changes within a second is said together
GRACE = 10.0  # a tunnel is no leave
ALL_EVERY, LEASE = 20.0, 60.0


@dataclass(slots=True)
class Elsewhere:
    """Whose screens another process has in one room, and until when that is believed."""

    until: float
    accounts: frozenset[int]


Here = dict[str, set[int]]  # the accounts in the room of each alert

_rooms: dict[str, str] = {}  # the room that each socket's screen shows, by sid
_shown: dict[str, Any] = {}  # what each of them was last told
_seen: dict[tuple[str, int], float] = {}  # when an account was last seen in a room of this process
_others: dict[tuple[str, str], Elsewhere] = {}  # by process and alert
_said: dict[str, tuple[float, set[int]]] = {}  # what the others were last told of each room


def look(sid: str, alert_id: str | None) -> None:
    """Note which room a socket's screen shows; None when it shows none any more."""
    _shown.pop(sid, None)
    if alert_id is None:
        _rooms.pop(sid, None)
    else:
        _rooms[sid] = alert_id


@bus.hears_of_now("here")
def take_here(sender: str, words: Any) -> None:
    """Hear whose screens another process has in a room."""
    alert_id, accounts = words
    _others[sender, alert_id] = Elsewhere(time.monotonic() + LEASE, frozenset(accounts))


def _here_now() -> Here:
    """Who is in each room at this process, and who was a few seconds ago."""
    now = time.monotonic()
    for sid, alert_id in list(_rooms.items()):
        if socket := sockets.live.get(sid):
            _seen[alert_id, socket.account_id] = now
        else:
            look(sid, None)
    here: Here = defaultdict(set)
    for (alert_id, account_id), seen_at in list(_seen.items()):
        if now - seen_at < GRACE:
            here[alert_id].add(account_id)
        else:
            del _seen[alert_id, account_id]
    return here


def _say(here: Here) -> None:
    """Say to the other processes what changed, and everything again from time to time."""
    now = time.monotonic()
    for alert_id in here.keys() | _said.keys():
        accounts = here.get(alert_id, set())
        said_at, said = _said.get(alert_id, (0.0, set()))
        if accounts != said or now - said_at > ALL_EVERY:
            bus.say_of_now("here", [alert_id, sorted(accounts)])
            _said[alert_id] = (now, accounts)
        if not accounts:
            _said.pop(alert_id, None)


def _with_others(here: Here) -> Here:
    now = time.monotonic()
    both = defaultdict(set, {alert_id: set(accounts) for alert_id, accounts in here.items()})
    for key, one in list(_others.items()):
        if one.until > now and one.accounts:
            both[key[1]] |= one.accounts
        else:
            del _others[key]
    return both


def came(alert: UrgeAlert) -> dict[int, Any]:
    """Who took an alert or answered it, by account."""
    took = [one.member for one in alert.claims if not one.is_asked]
    return {one.account_id: one for one in (*took, *(said.member for said in alert.answers))}


def _tell(alert: UrgeAlert, accounts: set[int], sids: list[str]) -> None:
    """Tell those in the room who is there, if they may still be told and it is new to them."""
    audience, friends = streams.audience_of(alert.stream), came(alert)
    there = [friends[one] for one in sorted(accounts & friends.keys() & audience.keys())]
    members = [{"member": one.public_id, "name": one.name} for one in there]
    for sid in sids:
        socket = sockets.live.get(sid)
        may = socket is not None and socket.account_id in audience and alert.is_open
        if may and _shown.get(sid, []) != members:
            _shown[sid] = members
            sending.send("here", {"alert": alert.public_id, "members": members}, [sid])


def turn(app: Flask) -> None:
    """Look once who is where, and say and tell what changed."""
    here = _here_now()
    _say(here)
    everywhere, sids = _with_others(here), defaultdict(list)
    if not _rooms:
        return
    for sid, alert_id in _rooms.items():
        sids[alert_id].append(sid)
    with app.app_context():
        for alert in urges.alerts_among(sids):
            _tell(alert, everywhere[alert.public_id], sids[alert.public_id])


def run(app: Flask) -> None:
    """Look every second, for as long as the process lives."""
    while True:
        gevent.sleep(EVERY)
        try:
            turn(app)
        except Exception:
            app.logger.exception("who is here could not be told; trying again")
