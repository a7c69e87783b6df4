"""What parts of other pages ask of those pages, so that each can be drawn by itself."""

from datetime import date, timedelta
from typing import Any

from accountability.circles import links
from accountability.circles.models import Member
from accountability.stylebook.people import People, ago
from accountability.urges import help_wording, wording
from accountability.urges.help_lines import Way

DAYS = 7


def _hours(people: People) -> list[dict[str, Any]]:
    """Four hours of a watch: somebody's, one's own, an open one, and one that would be fair."""
    ana, ben = people.members["Ana"], people.members["Ben"]
    begins_at = ago().replace(hour=21, minute=0, second=0, microsecond=0)
    shown: list[tuple[list[Member], bool, bool]] = [
        ([ben], False, False),
        ([ana, ben], True, False),
        ([], False, False),
        ([], False, True),
    ]
    return [
        {
            "hour": {
                "starts_at": begins_at + timedelta(hours=at),
                "is_bare": not there,
                "wanted": 2 - len(there),
            },
            "members": there,
            "is_mine": is_mine,
            "is_fair": is_fair,
        }
        for at, (there, is_mine, is_fair) in enumerate(shown)
    ]


def _watch(people: People) -> dict[str, Any]:
    monday = date(2026, 1, 5)
    return {
        "rows": _hours(people),
        "fair": [1],
        "week": {(0, 0), (4, 1)},
        "days": [monday + timedelta(days=at) for at in range(DAYS)],
    }


def _room(people: People) -> dict[str, Any]:
    """The room of an alert, as far as its sheet, its dock and what helps meanwhile ask for it."""
    number = {"name": "Aunt Ida", "number": "+49 30 901820"}
    return {"waits": 0, "numbers": [number], "others": [{"circle": people.circle}]}


def parts(people: People) -> dict[str, Any]:
    """Answer all that the parts of pages ask for."""
    return {
        "here": "/style",
        "me": people.members["Ana"],
        "friends": list(people.members.values()),
        "room": _room(people),
        "answered": people.alert("Ana", "open"),
        "unanswered": people.alert("Ana", "open", strength=None, ask=None),
        "asks": wording.ASKS,
        "outcomes": wording.OUTCOMES,
        "ready_answers": wording.READY,
        "watch": _watch(people),
        "ways": [Way("phone", "116 123", "always"), Way("text", "116 123", "site", "HOME")],
        "help_words": {"HOURS": help_wording.HOURS},
        "picture": links.picture_of("https://steady.example/invitations/x"),
    }
