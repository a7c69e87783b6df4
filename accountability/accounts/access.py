"""Who is signed in where: a row is asked on every request and every socket event."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from accountability.accounts.models import Account, SignIn
from accountability.core import clock
from accountability.core.extensions import db

TOKEN = "sign_in"  # noqa: S105 - the name of the cookie's part, not a secret
IDLE = timedelta(days=14)
OLDEST = timedelta(days=90)


def hash_of(token: str) -> bytes:
    """What the row keeps of the token that the cookie holds."""
    return hashlib.sha256(token.encode()).digest()


def _live(now: datetime) -> Select[SignIn]:
    return (
        select(SignIn)
        .join(SignIn.account)
        .options(joinedload(SignIn.account).joinedload(Account.roles))
        .where(
            SignIn.ended_at.is_(None),
            SignIn.seen_at > now - IDLE,
            SignIn.signed_in_at > now - OLDEST,
            Account.active,
        )
    )


def _found(query: Select[SignIn]) -> SignIn | None:
    return db.session.scalars(query).unique().one_or_none()


def sign_in_of(cookie: Mapping[str, Any]) -> SignIn | None:
    """The live sign-in that this session cookie belongs to, or None.

    The account's own mark must fit too: it changes with the password, which ends every cookie.
    """
    token, mark = cookie.get(TOKEN), cookie.get("_user_id")
    if not isinstance(token, str) or not isinstance(mark, str):
        return None
    query = _live(clock.now()).where(SignIn.token_hash == hash_of(token))
    return _found(query.where(Account.fs_uniquifier == mark))


def sign_ins_of(account: Account) -> list[SignIn]:
    """The browsers this account is signed in on, the latest seen first."""
    query = _live(clock.now()).where(SignIn.account_id == account.id)
    return list(db.session.scalars(query.order_by(SignIn.seen_at.desc(), SignIn.id)).unique())


def sign_in_for(account_id: int, sign_in_id: str) -> SignIn | None:
    """A live sign-in of this account by its public id; somebody else's answers None."""
    query = _live(clock.now()).where(SignIn.account_id == account_id)
    return _found(query.where(SignIn.public_id == sign_in_id))
