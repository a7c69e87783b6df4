"""The protocol's reading routes; `docs/protocol.md` section 3."""

from typing import Any

from flask import Response, abort, g, jsonify, request
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from werkzeug.exceptions import BadRequest

from accountability.core import reading, streams
from accountability.core.database import begin_snapshot
from accountability.core.extensions import db
from accountability.core.lines import stepping_aside
from accountability.core.pages import private_blueprint
from accountability.core.reading import Picture
from accountability.core.streams import Recipient, Stream
from accountability.realtime import access
from accountability.realtime.waiting import wait_for

LONGEST_WAIT = 25
LARGEST = 2**53

bp = private_blueprint("streams", __name__)


def _number(name: str, most: int = LARGEST) -> int:
    text = request.args.get(name, "0")
    if not (text.isascii() and text.isdecimal()) or len(text) > len(str(LARGEST)):
        raise BadRequest(_("%(name)s is a number.", name=name))
    return min(int(text), most)


def _as_data() -> bool:
    return request.args.get("as") == "data"


def _open(stream_id: str) -> tuple[Stream, Recipient]:
    """Begin a snapshot and check the right to the stream inside it; 404 without it."""
    account_id = current_user.id
    begin_snapshot()
    return access.stream_for(account_id, stream_id) or abort(404)


def _answer(picture: Picture, **more: Any) -> Response:
    frames = [shown.frame(as_data=_as_data()) for shown in picture.cards]
    return jsonify(
        epoch=streams.epoch(),
        stream=picture.stream.public_id,
        head=picture.head,
        floor=picture.stream.floor,
        more=picture.more,
        cards=frames,
        **more,
    )


@bp.get("/me/streams")
def mine():
    """What this account may follow."""
    account_id, account = current_user.id, current_user.public_id
    begin_snapshot()
    followed = access.followed_by([account_id])
    found = db.session.scalars(select(Stream).where(Stream.id.in_([f.stream_id for f in followed])))
    by_id = {stream.id: stream for stream in found}
    rows = [(by_id[one.stream_id], one) for one in followed]
    return jsonify(epoch=streams.epoch(), account=account, streams=[_row(*row) for row in rows])


def _row(stream: Stream, one: access.Followed) -> dict[str, Any]:
    kind, head = stream.kind.value, stream.head
    return {"id": stream.public_id, "kind": kind, "head": head, "of": one.of, "me": one.me}


@bp.get("/streams/<id:stream_id>/snapshot")
def snapshot(stream_id: str):
    """Everything standing and the newest of the order."""
    stream, recipient = _open(stream_id)
    return _answer(reading.snapshot(stream, recipient.since), reset=False)


@bp.get("/streams/<id:stream_id>/older")
def older(stream_id: str):
    """The cards before a place in the order."""
    stream, recipient = _open(stream_id)
    return _answer(reading.older(stream, _number("before"), recipient.since), reset=False)


def _look_again() -> None:
    """Read the sign-in anew after a wait: it may have ended, and its row was let go."""
    g.pop("_login_user", None)
    if not current_user.is_authenticated:
        abort(401)


def _wait(stream_id: int, after: int, seconds: int) -> None:
    """Wait until the stream moves; not at all if too many polls of this account wait already."""
    with stepping_aside() as may_wait:
        if may_wait:
            wait_for(stream_id, after, seconds)
    _look_again()


@bp.get("/streams/<id:stream_id>/changes")
def changes(stream_id: str):
    """What changed after a number; with `wait`, held back until there is something."""
    after, wait = _number("after"), _number("wait", LONGEST_WAIT)
    stream, recipient = _open(stream_id)
    if wait and reading.head_of(stream) <= after <= stream.head:
        _wait(stream.id, after, wait)
        stream, recipient = _open(stream_id)
    head = reading.head_of(stream)
    if not stream.floor <= after <= head:
        return _answer(Picture(stream, head, [], more=False), reset=True)
    return _answer(reading.changes(stream, after, recipient.since), reset=False)


BLUEPRINTS = (bp,)
