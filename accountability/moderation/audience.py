"""Who may follow each stream, now. Asked inside every write, so each answer is one query.

A card's audience is that of its stream; nobody hears of a circle, or of an alert told to it, after
they stopped being a member.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import aliased

from accountability.accounts.models import Account
from accountability.circles.models import Circle, Member
from accountability.core.extensions import db
from accountability.core.streams import Recipient, Stream, StreamKind, answers_audience
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


@answers_audience(StreamKind.CIRCLE)
def of_circle(stream: Stream) -> Iterable[Recipient]:
    """The members of the circle, each from when they joined; nobody once it is closed."""
    members = present(Member.account_id, Member.since_seq).where(Circle.stream_id == stream.id)
    return [Recipient(account_id, since) for account_id, since in db.session.execute(members)]


@answers_audience(StreamKind.ALERT)
def of_alert(stream: Stream) -> Iterable[Recipient]:
    """Members of told circles who were there when it was told, and its author while among them."""
    told = readers(Member.account_id).where(UrgeAlert.stream_id == stream.id).distinct()
    return [Recipient(account_id) for account_id in db.session.scalars(told)]


@answers_audience(StreamKind.ACCOUNT)
def of_account(stream: Stream) -> Iterable[Recipient]:
    """The account itself, while it is active."""
    owner = select(Account.id).where(Account.stream_id == stream.id, Account.active.is_(True))
    return [Recipient(account_id) for account_id in db.session.scalars(owner)]
