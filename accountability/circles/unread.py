"""What is new to a member: the one rule behind the dots and behind "new since you looked".

A card is new when it first came after the member looked, is of a kind that somebody makes, and
somebody else made it. The script in the page lights its dots by the same rule.
"""

from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select, union_all

from accountability.circles.models import Circle, Member
from accountability.core.cards import KINDS, Kind
from accountability.core.extensions import db
from accountability.core.streams import Entry

# Built once: it takes longer than asking.
MINE: Any = bindparam("members", expanding=True)
THESE: Any = bindparam("cards", expanding=True)


def _new(kind: Kind, authors: Any) -> Select[int, str]:
    made = authors.subquery()
    card_id, author_id = made.c
    return (
        select(Member.id, Entry.card_id)
        .join(Circle, Circle.id == Member.circle_id)
        .join(Entry, Entry.stream_id == Circle.stream_id)
        .join(made, card_id == Entry.card_id)
        .where(Member.id.in_(MINE), author_id != Member.account_id)
        .where(Entry.kind == kind.name, Entry.seq == Entry.first)
        .where(Entry.first > Member.looked_seq)
    )


def _all_new() -> Any:
    made = [(kind, kind.authors()) for kind in KINDS.values() if kind.authors]
    return union_all(*(_new(kind, authors) for kind, authors in made)).subquery()


@cache
def _whose() -> Select[int]:
    return select(_all_new().c.id).distinct()


@cache
def _which() -> Select[str]:
    new = _all_new()
    return select(new.c.card_id).where(new.c.card_id.in_(THESE))


def with_news(members: Collection[Member]) -> set[int]:
    """Which of these members have something new to read, by id."""
    if not members:
        return set()
    return set(db.session.scalars(_whose(), {"members": [member.id for member in members]}))


def new_among(member: Member, card_ids: Collection[str]) -> frozenset[str]:
    """Which of these cards of the member's circle are new to them."""
    asked = {"members": [member.id], "cards": list(card_ids)}
    return frozenset(db.session.scalars(_which(), asked))
