"""From entries to cards on screens.

What waits is taken together: read in one snapshot, each card rendered once for each language, each
frame made once, and sent to who may see it now.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from queue import Empty
from typing import Any

import gevent
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select

from accountability.accounts.models import Account
from accountability.circles.models import Member
from accountability.core import aftermath, streams
from accountability.core.aftermath import Told
from accountability.core.cards import KINDS
from accountability.core.database import begin_snapshot
from accountability.core.extensions import db
from accountability.core.shown import Shown, show_cards
from accountability.core.streams import Recipient, Stream
from accountability.realtime import arrivals, bus, sending, sockets, waiting
from accountability.realtime.server import let_go
from accountability.urges.models import UrgeAlert

MOST_AT_ONCE = 60
Batch = tuple[str, bool, tuple[int, ...]]
Here = dict[int, Recipient]


def run(app: Flask) -> None:
    """Take from the queue whatever waits there, for as long as the process lives."""
    _compile_cards(app)
    while True:
        batch = list(_take())
        pass_on(batch)
        for told in batch:
            waiting.wake(told.stream_id)
        if not _told(app, batch) and len(batch) > 1:
            for told in batch:  # one card that fails must not hold back the others
                _told(app, [told])


def pass_on(batch: Iterable[Told]) -> None:
    """Let the other processes hear what this one changed."""
    for told in batch:
        if bus.known.is_used and not told.heard:
            who = {one.account_id: one.since for one in told.audience.values()}
            bus.say("told", [told.stream_id, told.stream, told.seq, told.cards, who])


@bus.hears("told")
def take_told(_sender: str, words: Any) -> None:
    """Take what another process changed, as if it were changed here.

    A bus that hung says in one breath what it owes. Where heads told all of it meanwhile, nobody
    here is told again, or whoever presses just then would wait for that.
    """
    stream_id, stream, seq, cards, who = words
    # Who was found in a circle and may be out of it now is not told, and so not spared.
    if sockets.know(str(stream), int(seq), {*map(int, who)} | sockets.found_in(int(stream_id))):
        waiting.wake(int(stream_id))
        return
    audience = {int(one): Recipient(int(one), int(since)) for one, since in who.items()}
    touched = tuple((str(kind), str(card_id), int(first)) for kind, card_id, first in cards)
    told = Told(int(stream_id), str(stream), int(seq), touched, audience, heard=True)
    aftermath.hand_over([told])


def run_without_sockets(_app: Flask) -> None:
    """Only let the others hear: a worker has nobody to tell."""
    while True:
        pass_on(_take())


def _compile_cards(app: Flask) -> None:
    """Read the templates of all cards, so that the first call after a start waits for none."""
    for kind in KINDS.values():
        app.jinja_env.get_template(kind.template)
        gevent.sleep(0)


def _take() -> Iterator[Told]:
    yield aftermath.queue.get()
    try:
        for _ in range(MOST_AT_ONCE - 1):
            yield aftermath.queue.get_nowait()
    except Empty:
        return


def _told(app: Flask, batch: list[Told]) -> bool:
    try:
        with app.test_request_context():
            tell(*batch)
    except Exception:
        app.logger.exception("a broadcast of %d failed; heads will heal it", len(batch))
        return False
    return True


@dataclass
class Turn:
    """What one turn of telling knows: languages, and the cards it has drawn already."""

    epoch: str
    languages: dict[int, str]
    drawn: dict[tuple[str, str, str, bool, bool], dict[str, Any]] = field(default_factory=dict)

    def draw(self, one: Shown, language: str, *, as_data: bool) -> dict[str, Any]:
        """The card as the wire knows it; drawn once, however many streams show it.

        It may have left one of them, and is gone there alone.
        """
        if one.kind is None:
            return one.place
        key = (one.kind.name, one.id, language, as_data, one.card is None)
        if key not in self.drawn:
            with force_locale(language):
                self.drawn[key] = one.body(as_data=as_data)
        return one.place | self.drawn[key]


def _languages(ids: Iterable[int]) -> dict[int, str]:
    rows = db.session.execute(select(Account.id, Account.language).where(Account.id.in_(list(ids))))
    return dict(rows.all())


def _visible(shown: list[Shown], recipient: Recipient) -> tuple[int, ...]:
    """Which of the cards this recipient may see, by place; newcomers see nothing from before."""
    return tuple(
        place
        for place, one in enumerate(shown)
        if one.kind and (one.kind.standing or one.first > recipient.since)
    )


def who_is_here(batch: Iterable[Told]) -> list[tuple[Told, Here]]:
    """Stored and current audience of each change, if anybody of it has a socket here."""
    waits = list(batch)
    found = select(Stream).where(Stream.id.in_({told.stream_id for told in waits}))
    current = streams.audiences_of(db.session.scalars(found).all())
    _let_go_lost(current)
    here = [(told, _still(told, current.get(told.stream_id, {}))) for told in waits]
    return [(told, who) for told, who in here if who]


def _let_go_lost(current: dict[int, Here]) -> None:
    """Close the connections of those who belong to a circle no longer.

    Nothing more of it reaches them anyway; they come back and take it off their screens.
    """
    for stream_id, who in current.items():
        for account_id in sockets.found_in(stream_id) - who.keys():
            for socket in sockets.of_account(account_id):
                let_go(socket.sid)


def _still(told: Told, current: Here) -> Here:
    ids = told.audience.keys() & current.keys() & sockets.accounts()
    return {account_id: current[account_id] for account_id in ids}


def _batches(here: Here, shown: list[Shown], languages: dict[int, str]) -> dict[Batch, list[str]]:
    """Sockets that get the very same bytes."""
    batches: dict[Batch, list[str]] = defaultdict(list)
    for account_id, recipient in here.items():
        seen = _visible(shown, recipient)
        for socket in sockets.of_account(account_id):
            batches[languages[account_id], socket.as_data, seen].append(socket.sid)
    return batches


def tell(*batch: Told) -> None:
    """Send changes to the sockets of this process, reading everything in one snapshot."""
    if not sockets.live:
        return
    begin_snapshot()
    here = who_is_here(batch)
    shown = show_cards((told.cards, told.seq, told.stream_id) for told, _who in here)
    turn = Turn(streams.epoch(), _languages({one for _told, who in here for one in who}))
    for (told, who), cards in zip(here, shown, strict=True):
        _send(told, cards, _batches(who, cards, turn.languages), turn)
        arrivals.note(cards, who)


def _send(told: Told, shown: list[Shown], batches: dict[Batch, list[str]], turn: Turn) -> None:
    for (language, as_data, places), sids in batches.items():
        cards = [turn.draw(shown[place], language, as_data=as_data) for place in places]
        frame = {"epoch": turn.epoch, "stream": told.stream, "seq": told.seq, "cards": cards}
        sending.send("cards", frame, sids)
        sockets.note_told(sids, turn.epoch, told.stream, told.seq)


def tell_typing(member: Member, alert: UrgeAlert) -> None:
    """Tell the others in an alert's room that somebody writes, at whichever process they are."""
    audience = sorted(streams.audience_of(alert.stream).keys() - {member.account_id})
    payload = {"alert": alert.public_id, "member": member.public_id, "name": member.name}
    bus.say_of_now("typing", [audience, payload])
    take_typing(bus.known.me, [audience, payload])


@bus.hears_of_now("typing")
def take_typing(_sender: str, words: Any) -> None:
    """Show it to those of them who are here. It is of this moment, so nobody looks again."""
    audience, payload = words
    here = [socket.sid for one in audience for socket in sockets.of_account(one)]
    sending.send("typing", payload, here)
