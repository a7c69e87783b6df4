"""Which words of a page are the service's own, and so must be translatable."""

from __future__ import annotations

import re

from accountability.core.clock import ZONES
from accountability.urges import help_lines
from tests.pages.reading import LATIN, Text, unmarked

# Names, addresses and dates are no words of ours.
SAME = re.compile(
    r"Steady|English|\S+@\S+|https?://\S+|\b[\w-]+(\.[\w-]+)+\b"
    r"|\d{1,2} [A-Z][a-z]{2,8}( \d{4})?"
    r"|\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|^(Mo|Tu|We|Th|Fr|Sa|Su)$"
)


def _names() -> set[str]:
    """What is called the same everywhere: help lines, what to text to them, time zones."""
    lines = [line for country in help_lines.countries().values() for line in country.lines]
    said = {way.say for line in lines for way in line.ways}
    return {line.name for line in lines} | said | ZONES


def _is_ours(words: str) -> bool:
    return words not in _names() and bool(LATIN.search(SAME.sub("", words)))


def untranslated(text: Text, but: str = "") -> list[str]:
    """What the service says on this page that nobody could translate; `but` not in this element."""
    said = [(where, words) for where, words in unmarked(text) if but not in where.split()]
    return [f"<{where}> {words}" for where, words in said if _is_ours(words)]
