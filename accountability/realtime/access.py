"""Which streams an account may follow, now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, null, or_, select

from accountability.accounts.models import Account
from accountability.circles.models import Circle, Member
from accountability.core import clock, streams
from accountability.core.columns import Moment
from accountability.core.extensions import db
from accountability.core.streams import Recipient, Stream
from accountability.moderation.audience import present, readers
from accountability.urges.models import LAPSES_AFTER, UNENDED, Telling, UrgeAlert

ENDED_FOR = timedelta(minutes=2)  # so long an alert's last number is told, too
ENDS = (UrgeAlert.resolved_at, UrgeAlert.taken_back_at, UrgeAlert.lapsed_at)


@dataclass(frozen=True, slots=True)
class Followed:
    """A stream that an account may follow: whose it is, and the member it is followed as."""

    account_id: int
    stream_id: int
    of: str
    me: str | None
    is_circle: bool = False


def stream_for(account_id: int, stream_id: str) -> tuple[Stream, Recipient] | None:
    """The stream of this public id and this account's right to it; None as if there were none."""
    stream = db.session.scalar(
        select(Stream)
        .where(Stream.public_id == stream_id)
        .execution_options(populate_existing=True)
    )
    recipient = streams.audience_of(stream).get(account_id) if stream else None
    return (stream, recipient) if stream and recipient else None


def followed_by(account_ids: Iterable[int]) -> list[Followed]:
    """The streams these accounts may follow: their own, their circles', those of alerts."""
    ids = list(account_ids)
    return [*_own(ids), *_circles(ids), *alerts_followed_by(ids)]


def alerts_followed_by(account_ids: Iterable[int]) -> list[Followed]:
    """Of these only the streams of alerts that are open, or were a moment ago.

    Each alert once for an account, as the member of the circle that heard of it first.
    """
    now = clock.now()
    since = {"raised": now - LAPSES_AFTER - ENDED_FOR, "ended": now - ENDED_FOR}
    rows = db.session.execute(_of_alerts(), since | {"accounts": list(account_ids)})
    return list({(row[0], row[1]): Followed(*row) for row in rows}.values())


# Building these questions takes longer than the answers do, so each is built once.
THEIRS: Any = bindparam("accounts", expanding=True)


@cache
def _of_accounts() -> Select[Any]:
    mine: Any = select(Account.id, Account.stream_id, Account.public_id, null())
    return mine.where(Account.id.in_(THEIRS))


@cache
def _of_circles() -> Select[Any]:
    found = present(Member.account_id, Circle.stream_id, Circle.public_id, Member.public_id)
    return found.where(Member.account_id.in_(THEIRS))


@cache
def _of_alerts() -> Select[Any]:
    ended = bindparam("ended", type_=Moment())
    return (
        readers(Member.account_id, UrgeAlert.stream_id, UrgeAlert.public_id, Member.public_id)
        .where(Member.account_id.in_(THEIRS))
        .where(UrgeAlert.raised_at > bindparam("raised", type_=Moment()))
        .where(or_(UNENDED, *(end > ended for end in ENDS)))
        .order_by(Telling.told_at.desc())
    )


def _own(ids: list[int]) -> list[Followed]:
    return [Followed(*row) for row in db.session.execute(_of_accounts(), {"accounts": ids})]


def _circles(ids: list[int]) -> list[Followed]:
    rows = db.session.execute(_of_circles(), {"accounts": ids})
    return [Followed(one, stream, of, me, is_circle=True) for one, stream, of, me in rows]
