"""Help lines, from a file beside this one. No database: the page stands when all else is down."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from accountability.core import clock

FILE = Path(__file__).with_name("help_lines.json")
REST = "EU"  # the rest of a union stands last
STALE_AFTER = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach a line, and when somebody is there."""

    kind: str
    to: str
    hours: str
    say: str = ""

    @property
    def address(self) -> str:
        """What a tap opens."""
        digits = "".join(sign for sign in self.to if sign.isdigit() or sign == "+")
        return {"phone": f"tel:{digits}", "text": f"sms:{digits}"}.get(self.kind, self.to)


@dataclass(frozen=True, slots=True)
class Line:
    """An organisation that answers, with where this was read and when it was last looked over."""

    name: str
    topic: str
    ways: tuple[Way, ...]
    cost: str
    source: str
    checked: date

    @property
    def is_stale(self) -> bool:
        """Whether it was not looked over for half a year."""
        return clock.now().date() - self.checked > STALE_AFTER


@dataclass(frozen=True, slots=True)
class Country:
    """A country with its emergency number and its lines."""

    code: str
    name: str
    emergency: tuple[str, ...]
    lines: tuple[Line, ...]


def _line(given: dict[str, Any]) -> Line:
    ways = tuple(Way(**way) for way in given["ways"])
    checked = date.fromisoformat(given["checked"])
    return Line(**{**given, "ways": ways, "checked": checked})


@cache
def countries() -> dict[str, Country]:
    """Every country that is known here, by its code, in the order of their names."""
    given = json.loads(FILE.read_text("utf-8"))
    found = [
        Country(
            code=one["code"],
            name=one["name"],
            emergency=tuple(one["emergency"]),
            lines=tuple(_line(line) for line in one["lines"]),
        )
        for one in given["countries"]
    ]
    return {one.code: one for one in sorted(found, key=lambda one: (one.code == REST, one.name))}
