"""What comes up the socket: where a person's eyes are, never what a person says or does."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import request, session
from flask_login import current_user
from flask_socketio import join_room
from sqlalchemy.exc import SQLAlchemyError

from accountability.accounts import access as accounts
from accountability.core.errors import Busy, Gone, Refused
from accountability.core.extensions import db
from accountability.realtime import arriving, broadcast, presence, sockets, turns
from accountability.realtime.hello import greeting
from accountability.realtime.server import end, let_go, revoke, socketio
from accountability.realtime.sockets import BUDGET, TOO_MANY, Live
from accountability.urges import access as urges
from accountability.urges import services

LONGEST_ID = 64


def _is_plain(payload: Any) -> bool:
    """A flat object with at most an alert's id in it, or null; anything else is refused."""
    if not isinstance(payload, dict) or payload.keys() - {"alert"}:
        return False
    alert_id = "" if payload.get("alert") is None else payload["alert"]
    return isinstance(alert_id, str) and len(alert_id) <= LONGEST_ID and alert_id.isascii()


def _may_go_on(account_id: int) -> bool:
    spent = sockets.spend(account_id)
    if spent > TOO_MANY:
        end(request.sid)  # type: ignore[attr-defined]
    return spent <= BUDGET


def guarded(handler: Callable[[Any], bool]) -> Callable[..., bool]:
    """Check sign-in, budget and shape before a handler sees an event; a fault answers False."""

    @wraps(handler)
    def checked(payload: Any = None, *rest: Any) -> bool:
        try:
            if not current_user.is_authenticated:
                revoke(request.sid, "signed_out")  # type: ignore[attr-defined]
                return False
            fine = _may_go_on(current_user.id) and not rest and _is_plain(payload)
            return fine and handler(payload)
        except (Refused, Gone, Busy, SQLAlchemyError):
            return False
        finally:
            db.session.remove()

    return checked


@socketio.on("connect")
def connect(auth: Any = None) -> bool:
    """Join and greet; who cannot be greeted now is let go, and comes back by itself."""
    try:
        with turns.to_greet():
            return _welcome(auth)
    except (Busy, SQLAlchemyError):
        let_go(request.sid)  # type: ignore[attr-defined]
        return True  # it was joined, and is closed already
    finally:
        db.session.remove()


def _welcome(auth: Any) -> bool:
    """Join the account's own channel first, then tell where its streams stand."""
    sign_in = accounts.sign_in_of(session)
    if sign_in is None:
        return False
    as_data = isinstance(auth, dict) and auth.get("as") == "data"
    socket = Live(request.sid, sign_in.account_id, sign_in.id, as_data)  # type: ignore[attr-defined]
    join_room(socket.channel)
    arriving.joined(request.environ)
    for too_many in sockets.add(socket):
        end(too_many)
    say_hello(socket)
    return True


def say_hello(socket: Live) -> None:
    """Send the greeting to one socket; what it tells of heads need not be told again."""
    told = greeting(socket.account_id)
    socket.told_epoch, socket.told_heads = told["epoch"], dict(told["heads"])
    socketio.emit("hello", told, to=socket.sid)
    db.session.remove()


@socketio.on("disconnect")
def disconnect(reason: Any = None) -> None:
    """Forget the socket."""
    is_its_own = reason == socketio.server.reason.CLIENT_DISCONNECT
    (arriving.parted if is_its_own else arriving.left)(request.environ)
    sockets.drop(request.sid)  # type: ignore[attr-defined]


@socketio.on("hello")
@guarded
def hello(_payload: Any) -> bool:
    """Greet again."""
    socket = sockets.live.get(request.sid)  # type: ignore[attr-defined]
    if socket is not None:
        say_hello(socket)
    return socket is not None


@socketio.on("seen")
@guarded
def seen(payload: Any) -> bool:
    """An alert is on a screen that somebody looks at."""
    found = urges.alert_for(current_user.id, payload.get("alert", ""))
    if found is not None:
        services.mark_seen(found[0].account, found[1])
    return found is not None


@socketio.on("typing")
@guarded
def typing(payload: Any) -> bool:
    """Somebody writes in the room of an open alert, who may: told there, kept nowhere."""
    found = urges.alert_for(current_user.id, payload.get("alert", ""))
    if found is None:
        return False
    services.may_speak(*found)
    if sockets.may_type(current_user.id, found[1].public_id):
        broadcast.tell_typing(*found)
    return True


@socketio.on("looking")
@guarded
def looking(payload: Any) -> bool:
    """A screen shows the room of an alert, or none any more; told there, kept nowhere."""
    alert_id = payload.get("alert")
    found = urges.alert_for(current_user.id, alert_id) if alert_id else None
    is_there = found is not None and found[1].is_open
    presence.look(request.sid, alert_id if is_there else None)  # type: ignore[attr-defined]
    return is_there or not alert_id


@socketio.on("*")
@guarded
def unknown(_payload: Any) -> bool:
    """Refuse every event that the protocol does not name."""
    return False
