"""What was given up, in words for whoever looks after the service."""

from flask_babel import gettext as _

from accountability.core.promises import Promise


def of_promise(promise: Promise) -> str:
    """What it was that the service owed."""
    known = {
        "mail": _("A mail"),
        "deliver": _("A message to somebody's device"),
        "hand_on": _("Handing a call for company on"),
    }
    return known.get(promise.kind) or _("Something of the kind “%(kind)s”", kind=promise.kind)


def of_fault(promise: Promise) -> str:
    """Why it could not be done, as far as anybody knows; the kind of the fault stands for staff."""
    return _("The last try ended with: %(fault)s.", fault=promise.fault or _("nothing was said"))
