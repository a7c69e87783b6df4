"""Announcing where the streams stand, from the database.

So a lost last card is found without a later one.
"""

import time
from collections import defaultdict
from dataclasses import dataclass

import gevent
from flask import Flask
from sqlalchemy import select

from accountability.accounts.models import Account, SignIn
from accountability.core import streams
from accountability.core.database import begin_snapshot
from accountability.core.extensions import db
from accountability.core.streams import Stream
from accountability.realtime import access, bus, sending, sockets
from accountability.realtime.access import Followed
from accountability.realtime.server import end, let_go, revoke
from accountability.realtime.sockets import Live
from accountability.urges import services as urges

EVERY = 1.0
ALL_EVERY = 3
BLIND = 15.0
AT_ONCE = 40  # accounts


def run(app: Flask) -> None:
    """Every second for alerts, every third second for all streams that have somebody here.

    At once for all when the bus is there again, and every second while it ought to be and is not.
    """
    watched = Asked(time.monotonic())
    gevent.spawn(_watch, watched)
    turn = 0
    while True:
        is_hurried = bus.returned.wait(EVERY)
        bus.returned.clear()
        turn += 1
        try:
            _look(app, everything=is_hurried or turn % ALL_EVERY == 0 or bus.state() == "degraded")
            watched.at = time.monotonic()
        except Exception:
            app.logger.exception("heads could not be announced; trying again")


@dataclass(slots=True)
class Asked:
    """When the database was asked last, and answered."""

    at: float


def _watch(asked: Asked) -> None:
    """Close the sockets of a process that could not ask for fifteen seconds.

    It does not know any more who may still hear. A database that is silent would never let the one
    who asks look at a clock, so another one does.
    """
    while True:
        gevent.sleep(EVERY)
        if time.monotonic() - asked.at > BLIND:
            close_all()


def _look(app: Flask, *, everything: bool) -> None:
    with app.app_context():
        if sockets.live:
            close_ended()
            announce(everything=everything)


def run_lapses(app: Flask) -> None:
    """End what is over by itself: screens learn of it, and whoever is alone again is handed on.

    Apart, for it may have to wait. It runs in every process, also in workers; a lock and a second
    look under it let only one of them end each.
    """
    while True:
        gevent.sleep(ALL_EVERY)
        for end_lapsed in (urges.end_lapsed_claims, urges.end_lapsed_alerts):
            try:
                with app.app_context():
                    end_lapsed()
            except Exception:
                app.logger.exception("what lapsed could not be ended; trying again")


def close_all() -> None:
    """Close every socket of this process; their owners come back when it can be asked again."""
    for sid in list(sockets.live):
        end(sid)


def _heads(account_ids: list[int], *, everything: bool) -> dict[int, dict[str, int]]:
    """Where the streams of these accounts stand: account id to stream to head.

    In one snapshot: who was taken out in between would be told a number from after that.
    """
    begin_snapshot()
    ask = access.followed_by if everything else access.alerts_followed_by
    followed = ask(account_ids)
    wanted = {one.stream_id for one in followed}
    query = select(Stream.id, Stream.public_id, Stream.head)
    rows = {row[0]: row for row in db.session.execute(query.where(Stream.id.in_(wanted)))}
    heads: dict[int, dict[str, int]] = defaultdict(dict)
    for one in followed:
        _, public_id, head = rows[one.stream_id]
        heads[one.account_id][public_id] = head
    if everything:
        _let_go_lost(account_ids, followed)
    return heads


def _let_go_lost(account_ids: list[int], followed: list[Followed]) -> None:
    """Close the connections of those who left a circle, if nothing else told of it."""
    now: dict[int, set[int]] = {one: set() for one in account_ids}
    for one in followed:
        if one.is_circle:
            now[one.account_id].add(one.stream_id)
    for account_id, circles in now.items():
        if account_id in sockets.accounts() and sockets.note_circles(account_id, circles):
            for socket in sockets.of_account(account_id):
                let_go(socket.sid)


def announce(*, everything: bool) -> None:
    """Tell each socket which of its streams moved since it was last told.

    Some accounts at a time: whoever presses meanwhile waits for one part of it, not for all.
    """
    epoch = streams.epoch()
    here = list(sockets.accounts())
    for begin in range(0, len(here), AT_ONCE):
        some = here[begin : begin + AT_ONCE]
        for account_id, heads in _heads(some, everything=everything).items():
            for socket in sockets.of_account(account_id):
                _tell(socket, epoch, heads, trusts_cards=not everything)
        db.session.remove()
        gevent.sleep(0)


def _tell(socket: Live, epoch: str, heads: dict[str, int], *, trusts_cards: bool) -> None:
    """Tell what moved. Every third second a card that was sent proves nothing: it may be lost."""
    if socket.told_epoch != epoch:
        socket.told_epoch, socket.told_heads, socket.carded = epoch, {}, {}
    if not trusts_cards:
        socket.forget_all_but(heads)
    known = socket.told_heads | socket.carded if trusts_cards else socket.told_heads
    moved = {name: head for name, head in heads.items() if known.get(name, -1) < head}
    if moved:
        socket.told_heads.update(moved)
        sending.send("heads", {"epoch": epoch, "heads": moved}, [socket.sid])


def close_ended() -> None:
    """Close sockets whose sign-in or account was ended, also in another process."""
    ids = {socket.sign_in_id for socket in sockets.live.values()}
    live = db.session.scalars(
        select(SignIn.id)
        .join(Account, Account.id == SignIn.account_id)
        .where(SignIn.id.in_(ids), SignIn.ended_at.is_(None), Account.active.is_(True))
    ).all()
    for sid in sockets.of_sign_ins(ids - set(live)):
        revoke(sid, "signed_out")
