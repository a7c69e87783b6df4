"""From entries to cards on screens.

Rendered once for each language, sent to who may see them now.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import gevent
from flask import Flask, current_app
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from accountability.accounts.models import Account
from accountability.circles.models import Member
from accountability.core import aftermath, reading, streams
from accountability.core.aftermath import Told
from accountability.core.database import begin_snapshot
from accountability.core.errors import Busy, Gone
from accountability.core.extensions import db
from accountability.core.reading import Shown
from accountability.core.streams import Recipient, Stream
from accountability.realtime import sockets, waiting
from accountability.realtime.server import socketio
from accountability.realtime.sockets import channel_of
from accountability.urges import services as urges
from accountability.urges.models import UrgeAlert

Batch = tuple[str, bool, tuple[int, ...]]


def run(app: Flask) -> None:
    """Take one change after the other from the queue, for as long as the process lives."""
    while True:
        told = aftermath.queue.get()
        waiting.wake(told.stream_id)
        try:
            with app.test_request_context():
                tell(told)
        except Exception:
            app.logger.exception("broadcast of %s failed; heads will heal it", told.stream)


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


def _batches(told: Told, stream: Stream, shown: list[Shown]) -> dict[Batch, list[int]]:
    """Recipients who get the very same bytes: stored and current audience, with a socket here."""
    current = streams.audience_of(stream)
    here = told.audience.keys() & current.keys() & sockets.accounts()
    languages = _languages(here)
    batches: dict[Batch, list[int]] = defaultdict(list)
    for socket in list(sockets.live.values()):
        who = socket.account_id
        if who in here:
            seen = _visible(shown, current[who])
            batch = (languages[who], socket.as_data, seen)
            if who not in batches[batch]:
                batches[batch].append(who)
    return batches


def _frames(shown: list[Shown], batch: Batch) -> list[dict[str, Any]]:
    language, as_data, places = batch
    with force_locale(language):
        return [shown[place].frame(as_data=as_data) for place in places]


def tell(told: Told) -> None:
    """Send one change to the sockets of this process, reading everything in one snapshot."""
    begin_snapshot()
    stream = db.session.get(Stream, told.stream_id)
    if stream is None or not sockets.live:
        return
    shown = reading.show_cards(stream, told.cards, told.seq)
    epoch = streams.epoch()
    batches = _batches(told, stream, shown)
    for batch, accounts in batches.items():
        frame = {"epoch": epoch, "stream": told.stream, "seq": told.seq}
        channels = [channel_of(account_id, as_data=batch[1]) for account_id in accounts]
        socketio.emit("cards", frame | {"cards": _frames(shown, batch)}, to=channels)
    reached = {account_id for accounts in batches.values() for account_id in accounts}
    _note_arrivals(shown, reached)


def _note_arrivals(shown: list[Shown], reached: set[int]) -> None:
    """Let the author know on how many screens the alert is; later cards do not wait for it."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    for one in shown:
        if one.kind and one.kind.name == "alert" and one.card is not None and reached:
            gevent.spawn(_arrive, app, one.id, sorted(reached))


def _arrive(app: Flask, alert_id: str, reached: list[int]) -> None:
    with app.app_context():
        alert = db.session.scalar(select(UrgeAlert).where(UrgeAlert.public_id == alert_id))
        try:
            if alert is not None and alert.is_open:
                urges.mark_arrived(alert, reached)
        except (Busy, Gone, SQLAlchemyError):
            app.logger.warning("the reach of an alert could not be noted")


def tell_typing(member: Member, alert: UrgeAlert) -> None:
    """Tell the others in an alert's room that somebody writes."""
    audience = streams.audience_of(alert.stream).keys() - {member.account_id}
    channels = [
        channel_of(account_id, as_data=as_data)
        for account_id in audience & sockets.accounts()
        for as_data in (True, False)
    ]
    if channels:  # an empty list would reach everyone
        payload = {"alert": alert.public_id, "member": member.public_id, "name": member.name}
        socketio.emit("typing", payload, to=channels)
