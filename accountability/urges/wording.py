"""The words of alerts that the service itself says: ready-made answers, asks, cheers."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

# The names are stored: never change one, only its words.
READY: dict[str, LazyString] = {
    "here": _l("I am here."),
    "breathe": _l("Breathe with me."),
    "wait": _l("Do not send it yet."),
    "tell": _l("Tell me what happened."),
    "call": _l("You can call me."),
    "proud": _l("Good that you pressed."),
}

ASKS: dict[str, LazyString] = {
    "listen": _l("Just listen"),
    "distract": _l("Distract me"),
    "dissuade": _l("Talk me out of it"),
    "stay": _l("Only stay"),
}

WANTS: dict[str, LazyString] = {
    "listen": _l("wants somebody to listen"),
    "distract": _l("wants distraction"),
    "dissuade": _l("wants to be talked out of it"),
    "stay": _l("wants somebody to stay"),
}

CHEERS: dict[str, LazyString] = {
    "proud": _l("Proud of you"),
    "strong": _l("Strong"),
    "walk": _l("Walk soon?"),
}


def said(response: object) -> str:
    """What a response says: somebody's own words, or a ready-made answer in words."""
    ready = getattr(response, "ready", None)
    return str(READY.get(ready, "")) if ready else getattr(response, "text", None) or ""
