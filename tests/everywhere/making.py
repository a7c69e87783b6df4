"""Kinds of writes: an act of somebody on a thing that is made for it."""

from __future__ import annotations

from datetime import timedelta

from accountability.circles import services as circles
from accountability.core import clock
from tests.everywhere.world import Recipe, Try, World


def day(back: int) -> str:
    """A day so many before today."""
    return (clock.now().date() - timedelta(days=back)).isoformat()


def on_circle(author: str, act: str, **fields: str) -> Recipe:
    """An act on the circle itself."""
    return lambda world: (author, f"{world.room}/{act}", fields)


def on_message(author: str, act: str, **fields: str) -> Recipe:
    """An act on a message of the author."""

    def recipe(world: World) -> Try:
        message = circles.post_message(world.member(author), "words")
        return author, f"/messages/{message.public_id}/{act}", fields

    return recipe


def on_alert(author: str, by: str, act: str, **fields: str) -> Recipe:
    """An act of somebody on an open alert of somebody."""
    return lambda world: (author, f"/alerts/{world.alert(by).public_id}/{act}", fields)


def on_claimed(author: str, by: str, act: str, **fields: str) -> Recipe:
    """An act on an alert that its author or holder has in hand."""
    return lambda world: (author, f"/alerts/{world.claimed(by, author).public_id}/{act}", fields)


def on_person(author: str, other: str, act: str, **fields: str) -> Recipe:
    """An act on another member."""
    return lambda world: (author, f"/members/{world.member(other).public_id}/{act}", fields)


def on_newcomer(author: str, act: str) -> Recipe:
    """An answer to somebody who waits."""
    return lambda world: (author, f"/newcomers/{world.newcomer().public_id}/{act}", {})


def on_report(author: str, act: str, **fields: str) -> Recipe:
    """A decision about a report that this keeper has taken."""
    return lambda world: (author, f"/reports/{world.report(claimed=True).public_id}/{act}", fields)
