"""Writes at Flask-Security's own doors, sent twice: the second time has no second effect.

The form's key is stored in the same transaction. The body is kept as a keyed hash, because it
holds a password.
"""

import hmac
from typing import Any

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from accountability.accounts.addresses import tidy_address
from accountability.accounts.models import Account, SignIn
from accountability.core.errors import KeyReused
from accountability.core.extensions import db
from accountability.core.streams import Operation
from accountability.core.writes import KEY, NOT_BODY

PLACES = {
    "security.register": "security.login",
    "security.change_password": "accounts.me",
}


def _given() -> dict[str, str]:
    given: Any = request.get_json(silent=True) if request.is_json else request.form
    return dict((given or {}).items())


def _key() -> str | None:
    key = _given().get("key") or ""
    return key if KEY.fullmatch(key) else None


def _body() -> bytes:
    fields = sorted((name, value) for name, value in _given().items() if name not in NOT_BODY)
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.digest(secret, repr((request.path, fields)).encode(), "sha256")


def _account() -> Account | None:
    if current_user.is_authenticated:
        return current_user._get_current_object()
    address = tidy_address(_given().get("email", ""))
    return db.session.scalar(select(Account).where(Account.email == address))


def answer_repeat() -> ResponseReturnValue | None:
    """Send whoever repeats a done write to where the first one led."""
    place = PLACES.get(request.endpoint or "")
    if request.method != "POST" or place is None or (key := _key()) is None:
        return None
    account = _account()
    done = account and db.session.get(Operation, (account.id, key))
    if not done:
        return None
    if not hmac.compare_digest(done.body_hash, _body()):
        raise KeyReused
    return redirect(url_for(place), 303)


def store(account: Account, made: SignIn) -> None:
    """Keep the key of the write that signs this browser in; a repeat replaces the first sign-in."""
    key = _key()
    if key is None or request.method != "POST":
        return
    db.session.flush()
    before = db.session.get(Operation, (account.id, key))
    if before is None:
        before = Operation(account_id=account.id, key=key, body_hash=_body(), seqs={})
        db.session.add(before)
    elif before.kind == SignIn.__name__:
        _end_first(before)
    before.kind, before.thing_id = SignIn.__name__, made.public_id


def _end_first(before: Operation) -> None:
    first = db.session.scalar(select(SignIn).filter_by(public_id=before.thing_id))
    if first is not None and first.ended_at is None:
        first.ended_at = first.seen_at
