"""The words of the help page. Names and numbers of organisations are nobody's to translate."""

from typing import Any

from flask_babel import lazy_gettext as _l

COUNTRIES: dict[str, Any] = {
    "US": _l("United States"),
    "CA": _l("Canada"),
    "GB": _l("United Kingdom"),
    "IE": _l("Ireland"),
    "AU": _l("Australia"),
    "NZ": _l("New Zealand"),
    "DE": _l("Germany"),
    "AT": _l("Austria"),
    "CH": _l("Switzerland"),
    "FR": _l("France"),
    "IN": _l("India"),
    "EU": _l("Another country of the European Union"),
}

TOPICS: dict[str, Any] = {
    "crisis": _l("Somebody to talk to"),
    "abuse": _l("When somebody hurts, threatens or controls you"),
    "health": _l("For your health"),
}

HOURS: dict[str, Any] = {
    "always": _l("day and night"),
    "site": _l("hours: see their own site"),
}

COSTS: dict[str, Any] = {
    "free": _l("free to reach"),
    "site": _l("cost: see their own site"),
}
