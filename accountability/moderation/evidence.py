"""What is copied when something is reported, so that it outlives a deletion and a departure."""

import json
from datetime import datetime
from typing import Any

from accountability.circles.access import last_here, was_long_ago
from accountability.circles.models import Member, Message
from accountability.moderation.access import Reportable
from accountability.urges.access import earlier_notes
from accountability.urges.models import UrgeAlert
from accountability.urges.responses import AlertResponse
from accountability.urges.wording import said as said_in

KINDS: dict[type, str] = {
    Message: "message",
    UrgeAlert: "alert",
    AlertResponse: "response",
    Member: "member",
}


def kind_of(thing: Reportable) -> str:
    """The name of what is reported: message, alert, response or member."""
    return KINDS[type(thing)]


def about(thing: Reportable, viewer: Member) -> Member:
    """The person behind it, as a member of the viewer's circle if they are or were one there.

    An alert may be told to several circles: the one that the reporter is in looks at it first,
    also when its author has left meanwhile. Another circle may never have read it. Who left and
    came back is who they are now.
    """
    who = thing if isinstance(thing, Member) else thing.member
    return last_here(viewer.circle, who.account_id) or who


def is_gone(thing: Reportable) -> bool:
    """Whether its author took it away so long ago that it cannot be reported any more."""
    taken = getattr(thing, "deleted_at", None) or getattr(thing, "taken_back_at", None)
    return was_long_ago(taken)


def _words(thing: Reportable, who: Member) -> tuple[str | None, datetime]:
    if isinstance(thing, Message):
        return thing.text, thing.posted_at
    if isinstance(thing, UrgeAlert):
        said = [*earlier_notes(thing, who.circle_id), thing.note, thing.thanks]
        return "\n".join(filter(None, said)) or None, thing.raised_at
    if isinstance(thing, AlertResponse):
        return said_in(thing), thing.sent_at
    return None, thing.joined_at


def copied(thing: Reportable, who: Member) -> str:
    """The words, their author and their time as they are now, to be sealed with the report.

    Of an alert also what its note said before, as far as the circle that decides could read it.
    """
    words, at = _words(thing, who)
    kept: dict[str, Any] = {
        "kind": kind_of(thing),
        "name": who.name,
        "text": words,
        "at": at.isoformat(),
    }
    return json.dumps(kept)


def read(kept: str | None) -> dict[str, Any]:
    """The evidence of a report, its time as a moment again."""
    found = json.loads(kept or "{}")
    return found | {"at": datetime.fromisoformat(found["at"])} if found else {}
