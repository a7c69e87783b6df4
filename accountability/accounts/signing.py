"""What happens when somebody signs in or out: a row begins or ends, in the same transaction."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

from flask import Flask, Response, after_this_request, current_app, g, request, session
from flask_babel import gettext as _
from flask_login import current_user, user_logged_out
from flask_security import (
    password_reset,
    user_authenticated,
    user_confirmed,
)
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError, IntegrityError

from accountability.accounts import once
from accountability.accounts.access import TOKEN, hash_of, sign_in_of
from accountability.accounts.browsers import browser_of
from accountability.accounts.events import tell_ended
from accountability.accounts.models import Account, SignIn
from accountability.accounts.services import end_all, end_sign_in
from accountability.core import clock
from accountability.core.change import commit_sign_in, quiet_change
from accountability.core.errors import Busy, Refused
from accountability.core.extensions import db
from accountability.core.mail import owe_letter

SEEN_EVERY = timedelta(minutes=5)


def load(mark: str) -> Account | None:
    """The account of this request's cookie; nobody unless its sign-in is live."""
    sign_in = sign_in_of(session)
    if sign_in is None or sign_in.account.fs_uniquifier != mark:
        return None
    g.sign_in = sign_in
    return sign_in.account


def sign_in_here() -> SignIn | None:
    """The sign-in of the browser that asks."""
    return g.get("sign_in") if current_user.is_authenticated else None


def note_seen() -> None:
    """Remember, every few minutes, that this browser is in use: after the answer is out.

    Nobody's call for help waits for it, and a busy database may skip it.
    """
    here = sign_in_here() if session.get(TOKEN) else None
    if here is not None and clock.now() - here.seen_at >= SEEN_EVERY:
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        after_this_request(partial(_note_when_closed, partial(_note, app, here.id)))


def _note_when_closed(note: Callable[[], None], response: Response) -> Response:
    response.call_on_close(note)
    return response


def _note(app: Flask, sign_in_id: int) -> None:
    with app.app_context():
        try:
            with quiet_change():
                db.session.execute(
                    update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=clock.now())
                )
        except (Busy, DBAPIError):
            db.session.rollback()


@contextmanager
def _one_commit() -> Iterator[None]:
    """Store the sign-in together with what led to it: the new account, the new password."""
    try:
        yield
        commit_sign_in()
    except IntegrityError:  # the same address was taken by a sign-up a moment ago
        db.session.rollback()
        raise Refused(_("This address is in use already. Please sign in.")) from None


@user_authenticated.connect
def begin(_app: Any, user: Account, authn_via: list[str], **_more: Any) -> None:
    """Give this browser a row and a token of its own; whatever it held before is worth nothing."""
    token = secrets.token_urlsafe(32)
    made = SignIn(token_hash=hash_of(token), browser=browser_of(request))
    with _one_commit():
        ended = _end_all_for_change(user) if "change" in authn_via else _end_what_was_here()
        made.account = user
        db.session.add(made)
        once.store(user, made)
    session[TOKEN] = token
    session.permanent = True
    g.sign_in = made
    tell_ended(ended)


def _end_all_for_change(account: Account) -> list[int]:
    owe_letter(account.email, "password_changed", language=account.language)
    return end_all(account)


def _end_what_was_here() -> list[int]:
    session.pop("csrf_token", None)  # a token planted before the sign-in is worth nothing after
    g.pop("csrf_token", None)
    before = sign_in_of(session)
    if before is None:
        return []
    before.ended_at = clock.now()
    return [before.id]


@password_reset.connect
def end_everywhere(_app: Any, user: Account, **_more: Any) -> None:
    """A password that was forgotten may be known: every browser signs in anew."""
    with _one_commit():
        ended = end_all(user)
    tell_ended(ended)


@user_confirmed.connect
def keep(_app: Any, **_more: Any) -> None:
    """Commit what Flask-Security leaves uncommitted here, before anything else begins."""
    commit_sign_in()


@user_logged_out.connect
def end(_app: Any, **_more: Any) -> None:
    """End the row of this browser, so that a copied cookie is dead too."""
    session.pop(TOKEN, None)
    here = g.pop("sign_in", None)
    if here is not None:
        end_sign_in(here.account, here)
