"""The words of moderation: reasons, states, acts. They name no reporter and blame nobody."""

from typing import Any

from flask_babel import format_datetime
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accountability.moderation.models import AuditEntry, Reason, Sanction, SanctionKind

REASONS: dict[Reason, Any] = {
    Reason.UNKIND: _l("Unkind or insulting"),
    Reason.PRESSURE: _l("Pushes or pressures somebody"),
    Reason.EXPOSES: _l("Gives away something private"),
    Reason.METHODS: _l("Urges somebody to hurt themselves, or says how"),
    Reason.UNSAFE: _l("Makes somebody feel unsafe"),
    Reason.OTHER: _l("Something else"),
}
ABOUT = {
    "message": _l("A message"),
    "alert": _l("A call for company"),
    "response": _l("An answer"),
    "member": _l("A person"),
}
STATES = {
    "open": _l("open"),
    "claimed": _l("somebody has it"),
    "resolved": _l("resolved"),
    "dismissed": _l("dismissed"),
}
TOLD = {  # what its reporter hears: that it was handled, never what befell somebody
    "open": _l("It waits to be looked at."),
    "claimed": _l("Somebody is looking at it."),
    "resolved": _l("It was looked at and dealt with. Thank you for saying so."),
    "dismissed": _l("It was looked at. Nothing more is done for now. Thank you for saying so."),
}
KINDS: dict[SanctionKind, Any] = {
    SanctionKind.WARN: _l("A word of warning"),
    SanctionKind.MUTE: _l("A pause from writing"),
    SanctionKind.REMOVE: _l("Out of the circle"),
    SanctionKind.BAN: _l("Out of the circle for good"),
}
MEANT = {
    SanctionKind.WARN: _l("Nothing else changes."),
    SanctionKind.MUTE: _l("You can read along, ask for company, and answer a friend who asks."),
    SanctionKind.REMOVE: _l("You are not a member any more. You can be invited again."),
    SanctionKind.BAN: _l("You are not a member any more, and you cannot come back."),
}
ACTS = {
    "report_claimed": _l("A report is being looked at"),
    "report_resolved": _l("A report was looked at"),
    "report_dismissed": _l("A report was looked at"),
    "warned": _l("A member was reminded of the agreement"),
    "muted": _l("A member was asked to pause"),
    "lifted": _l("A decision was taken back"),
}


def for_pages() -> dict[str, Any]:
    """The words that the pages of moderation look up."""
    return {
        "reasons": REASONS,
        "about_words": ABOUT,
        "states": STATES,
        "told": TOLD,
        "kinds": KINDS,
        "meant": MEANT,
    }


def act_words(act: AuditEntry) -> str:
    """An act in neutral words. Who is gone, renamed or the host is named: all see it."""
    if act.verb in {"removed", "banned"} and act.about is not None:
        return _("%(name)s is not in the circle any more", name=act.about.name)
    if act.verb == "became_host" and act.about is not None:
        return _("%(name)s is the host now", name=act.about.name)
    if act.verb == "renamed":
        return _("%(before)s is called %(after)s now", before=act.before, after=act.after)
    return str(ACTS[act.verb])


def pause_words(sanction: Sanction) -> str:
    """Why somebody cannot write now, and until when."""
    until = format_datetime(sanction.until, "d MMMM, HH:mm")
    return _("You were asked to pause until %(until)s. You can still ask for company.", until=until)
