"""Who is signed in where: a row is asked on every request and every socket event."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
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


@cache
def _live() -> Select[SignIn]:
    """Select the sign-ins that hold now. Built once, for every request asks; see `_limits`."""
    return (
        select(SignIn)
        .join(SignIn.account)
        .options(joinedload(SignIn.account).joinedload(Account.roles))
        .where(
            SignIn.ended_at.is_(None),
            SignIn.seen_at > bindparam("used_since"),
            SignIn.signed_in_at > bindparam("begun_since"),
            Account.active,
        )
    )


@cache
def _of_cookie() -> Select[SignIn]:
    by_token = SignIn.token_hash == bindparam("hash")
    return _live().where(by_token, Account.fs_uniquifier == bindparam("mark"))


def _limits() -> dict[str, Any]:
    now = clock.now()
    return {"used_since": now - IDLE, "begun_since": now - OLDEST}


def _found(query: Select[SignIn], **values: Any) -> SignIn | None:
    return db.session.scalars(query, _limits() | values).unique().one_or_none()


def sign_in_of(cookie: Mapping[str, Any]) -> SignIn | None:
    """The live sign-in that this session cookie belongs to, or None.

    The account's own mark must fit too: it changes with the password, which ends every cookie.
    """
    token, mark = cookie.get(TOKEN), cookie.get("_user_id")
    if not isinstance(token, str) or not isinstance(mark, str):
        return None
    return _found(_of_cookie(), hash=hash_of(token), mark=mark)


def sign_ins_of(account: Account) -> list[SignIn]:
    """The browsers this account is signed in on, the latest seen first."""
    query = _live().where(SignIn.account_id == account.id)
    latest = query.order_by(SignIn.seen_at.desc(), SignIn.id)
    return list(db.session.scalars(latest, _limits()).unique())


def unended_of(account: Account) -> list[SignIn]:
    """Every sign-in that nobody ended, also one that ran out: a device may still be rung by it."""
    query = select(SignIn).where(SignIn.account_id == account.id, SignIn.ended_at.is_(None))
    return list(db.session.scalars(query.order_by(SignIn.id)).unique())


def sign_in_for(account_id: int, sign_in_id: str) -> SignIn | None:
    """A live sign-in of this account by its public id; somebody else's answers None."""
    query = _live().where(SignIn.account_id == account_id)
    return _found(query.where(SignIn.public_id == sign_in_id))
