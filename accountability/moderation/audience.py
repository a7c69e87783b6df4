"""Who may follow each stream, now.

Asked inside every write, so each answer is one query for all streams of a kind. A card's audience
is that of its stream; nobody hears of a circle, or of an alert told to it, after they stopped being
a member.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from accountability.accounts.models import Account
from accountability.circles.models import Circle, Member
from accountability.core.extensions import db
from accountability.core.streams import Followers, Recipient, StreamKind, answers_audience
from accountability.urges.models import Telling, UrgeAlert


def present(*columns: Any) -> Select[Any]:
    """Select from those who belong to an open circle now; `Member.belongs`, as a query."""
    return (
        select(*columns)
        .select_from(Member)
        .join(Circle, Member.circle_id == Circle.id)
        .join(Account, Member.account_id == Account.id)
        .where(Member.left_at.is_(None), Circle.closed_at.is_(None), Account.active.is_(True))
    )


def readers(*columns: Any) -> Select[Any]:
    """Select from those who may read an alert now: there when it was told, or its author.

    `UrgeAlert.readable`, as a query: a circle that its author left reads it only if it heard last.
    """
    author, still = aliased(Member), aliased(Telling)
    is_longer = or_(still.ended_at.is_(None), still.ended_at > Telling.ended_at)
    elsewhere = exists().where(still.alert_id == UrgeAlert.id, is_longer)
    return (
        present(*columns)
        .join(Telling, Telling.circle_id == Member.circle_id)
        .join(UrgeAlert, UrgeAlert.id == Telling.alert_id)
        .join(author, author.id == UrgeAlert.member_id)
        .where(or_(Telling.ended_at.is_(None), ~elsewhere))
        .where(or_(Member.since_seq < Telling.seq, Member.account_id == author.account_id))
    )


# Building these questions takes longer than the answers do, so each is built once.
OF: Any = bindparam("streams", expanding=True)


@cache
def _members() -> Select[Any]:
    found = present(Circle.stream_id, Member.account_id, Member.since_seq)
    return found.where(Circle.stream_id.in_(OF))


@cache
def _hearers() -> Select[Any]:
    found = readers(UrgeAlert.stream_id, Member.account_id)
    return found.where(UrgeAlert.stream_id.in_(OF)).distinct()


@cache
def _owners() -> Select[Any]:
    owned: Any = select(Account.stream_id, Account.id)
    return owned.where(Account.stream_id.in_(OF), Account.active.is_(True))


def _ask(question: Select[Any], stream_ids: list[int]) -> Iterable[Followers]:
    for stream_id, *who in db.session.execute(question, {"streams": stream_ids}):
        yield stream_id, Recipient(*who)


@answers_audience(StreamKind.CIRCLE)
def of_circles(stream_ids: list[int]) -> Iterable[Followers]:
    """The members of the circle, each from when they joined; nobody once it is closed."""
    return _ask(_members(), stream_ids)


@answers_audience(StreamKind.ALERT)
def of_alerts(stream_ids: list[int]) -> Iterable[Followers]:
    """Members of told circles who were there when it was told, and its author while among them."""
    return _ask(_hearers(), stream_ids)


@answers_audience(StreamKind.ACCOUNT)
def of_accounts(stream_ids: list[int]) -> Iterable[Followers]:
    """The account itself, while it is active."""
    return _ask(_owners(), stream_ids)
