"""The card of moderation: an act, in neutral words."""

from accountability.core import cards
from accountability.moderation.events import ActRecorded, ReportClaimed, ReportRepeated
from accountability.moderation.models import AuditEntry
from accountability.moderation.wording import act_words


def act_shape(act: AuditEntry) -> cards.Shape:
    """An act as the circle sees it: neither who acted nor who asked for it."""
    return {"id": act.public_id, "text": act_words(act), "at": act.acted_at.isoformat()}


ACT = cards.kind(
    "act",
    AuditEntry,
    "moderation/_act.html",
    shape=act_shape,
    streams=lambda act: [act.circle.stream_id] if act.is_shown else [],
)

cards.changed_by(ActRecorded)(lambda event: [ACT(event.act)])

# Said for whoever sent it, and shown to nobody: the room must not know of a report.
cards.changed_by(ReportClaimed, ReportRepeated)(lambda _event: [])
