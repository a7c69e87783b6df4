"""What every page knows about the circles of who is looking."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, g, has_request_context, request, url_for

from accountability.accounts.context import looking
from accountability.circles import access, unread
from accountability.circles.models import Member
from accountability.circles.wording import role_words
from accountability.core.streams import Stream


@dataclass(frozen=True, slots=True)
class Place:
    """One of the viewer's circles, as the bar and the left column show it."""

    name: str
    address: str
    stream: Stream
    unread: bool
    here: bool


def _place(member: Member, *, has_news: bool) -> Place:
    circle = member.circle
    here = (request.view_args or {}).get("circle_id") == circle.public_id
    return Place(
        name=circle.name,
        address=url_for("circles.room", circle_id=circle.public_id),
        stream=circle.stream,
        unread=has_news and not here,
        here=here,
    )


def _read(account_id: int) -> dict[str, Any]:
    mine = access.my_members(account_id)
    news = unread.with_news(mine)
    return {
        "my_circles": [_place(member, has_news=member.id in news) for member in mine],
        "my_ids": " ".join(member.public_id for member in mine),
    }


def init_app(app: Flask) -> None:
    """Give templates the circles of the account. A card is blind to the viewer and gets none."""
    app.jinja_env.globals["role_words"] = role_words

    @app.context_processor
    def circles() -> dict[str, Any]:
        who = looking() if has_request_context() else None
        if who is None:
            return {"my_circles": [], "my_ids": ""}
        if "my_circles" not in g:  # a page renders many cards; ask once
            g.my_circles = _read(who.id)
        return g.my_circles
