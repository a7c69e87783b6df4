"""What was given up, in words for whoever looks after the service."""

from flask_babel import gettext as _

from accountability.core.promises import Promise


def of_promise(promise: Promise) -> str:
    """What it was that the service owed."""
    known = {
        "mail": _("A mail"),
        "letter": _("A letter"),
        "deliver": _("A message to somebody's device"),
        "deliver_news": _("News for somebody's device"),
        "hand_on": _("Handing a call for company on"),
        "ring": _("Ringing one more circle about a call for company"),
        "ring_watch": _("Ringing once more who is on watch"),
        "follow_up": _("Asking how it went"),
        "midnight": _("Turning the day of a journey"),
        "watch_moves": _("Showing who is on watch now"),
        "watch_evening": _("Asking about a night with nobody on watch"),
    }
    return known.get(promise.kind) or _("Something of the kind “%(kind)s”", kind=promise.kind)


def of_fault(promise: Promise) -> str:
    """Why it could not be done, with the kind of the fault for whoever looks into the log."""
    away = _("Nobody answered where it should have gone.")
    known = {
        "SMTPRecipientsRefused": _("The mail server did not take the address."),
        "SMTPAuthenticationError": _("The mail server did not take our password."),
        "ConnectionRefusedError": away,
        "TimeoutError": away,
        "gaierror": away,
        "OperationalError": _("The database was away."),
    }
    why = known.get(promise.fault or "") or _("Nobody knows why.")
    if not promise.fault:
        return why
    return _("%(why)s (In the log: %(fault)s)", why=why, fault=promise.fault)
