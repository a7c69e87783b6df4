"""What is new to a member: the one rule behind the dots and behind "new since you looked".

A card is new when it first came after the member looked, is of a kind that somebody makes, and
somebody else made it. The script in the page lights its dots by the same rule.
"""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Select, select, union_all

from accountability.circles.models import Circle, Member
from accountability.core.cards import KINDS, Kind
from accountability.core.extensions import db
from accountability.core.streams import Entry


def _new(kind: Kind, authors: Any, member_ids: Collection[int]) -> Select[int, str]:
    made = authors.subquery()
    card_id, author_id = made.c
    return (
        select(Member.id, Entry.card_id)
        .join(Circle, Circle.id == Member.circle_id)
        .join(Entry, Entry.stream_id == Circle.stream_id)
        .join(made, card_id == Entry.card_id)
        .where(Member.id.in_(member_ids), author_id != Member.account_id)
        .where(Entry.kind == kind.name, Entry.seq == Entry.first)
        .where(Entry.first > Member.looked_seq)
    )


def _all_new(members: Iterable[Member]) -> Any:
    ids = [member.id for member in members]
    made = [(kind, kind.authors()) for kind in KINDS.values() if kind.authors]
    return union_all(*(_new(kind, authors, ids) for kind, authors in made)).subquery()


def with_news(members: Collection[Member]) -> set[int]:
    """Which of these members have something new to read, by id."""
    if not members:
        return set()
    return set(db.session.scalars(select(_all_new(members).c.id).distinct()))


def new_among(member: Member, card_ids: Collection[str]) -> frozenset[str]:
    """Which of these cards of the member's circle are new to them."""
    new = _all_new([member])
    return frozenset(db.session.scalars(select(new.c.card_id).where(new.c.card_id.in_(card_ids))))
