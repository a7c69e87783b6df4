"""Which passwords are refused, and why, in words that help to find a better one."""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from flask_security import PasswordUtil

from accountability.accounts.models import Account

SHORTEST, LONGEST = 12, 128
FEWEST_LETTERS = 5
REST = 8
MOST_ADDED = 4
ROWS = (
    "abcdefghijklmnopqrstuvwxyz" * 2,
    "01234567890123456789012345678901234567890",
    "qwertyuiopasdfghjklzxcvbnm" * 2,
    "qwertzuiopasdfghjklyxcvbnm" * 2,
    "azertyuiopqsdfghjklmwxcvbn" * 2,
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
)
INSTEAD = str.maketrans("430157@$!", "aeolstasi")


@cache
def common_words() -> frozenset[str]:
    """Words of which common passwords are made; the list is ours and stands beside this file."""
    return frozenset(Path(__file__).with_name("common_words.txt").read_text().split())


def _is_made_of(text: str, words: frozenset[str]) -> bool:
    """Whether the text is nothing but these words in a row."""
    reached = {0}
    for end in range(1, len(text) + 1):
        if any(text[start:end] in words for start in reached):
            reached.add(end)
    return len(text) in reached


def _repeats(text: str) -> bool:
    return len(set(text)) < FEWEST_LETTERS or text in (text + text)[1:-1]


def _letters(text: str) -> str:
    return re.sub(r"[\d\W_]", "", text)


def _is_sequence(text: str) -> bool:
    plain, bare = re.sub(r"[\W_]", "", text), _letters(text)
    tried = [plain, bare] if len(bare) >= len(plain) - MOST_ADDED else [plain]
    return any(one and (one in row or one in row[::-1]) for one in tried for row in ROWS)


def _is_common(text: str) -> bool:
    inner = re.sub(r"^[\d\W_]+|[\d\W_]+$", "", text)
    tried = (_letters(text), _letters(inner.translate(INSTEAD)))
    if re.sub(r"[\W_]", "", text).isdecimal():
        return True
    return any(one and _is_made_of(one, common_words()) for one in tried)


def _is_about(text: str, own: list[str]) -> bool:
    """Whether little is left once the person's own name and address are taken out."""
    rest = text
    for part in own:
        rest = rest.replace(part, "")
    return rest != text and len(rest) < REST


def own_words(name: str, email: str) -> list[str]:
    """The parts of a name and an address that others know, the longest first."""
    parts = re.split(r"[\W_]+", f"{name} {email}".casefold())
    return sorted((part for part in [email.casefold(), *parts] if len(part) >= 3), key=len)[::-1]


def complaint(password: str, own: list[str]) -> str | None:
    """Why this password is refused, or None when it is good."""
    text = password.casefold()
    if len(password) < SHORTEST:
        return _("Please use %(n)s characters or more. A few words in a row do well.", n=SHORTEST)
    if len(password) > LONGEST:
        return _("Please use at most %(n)s characters.", n=LONGEST)
    if _repeats(text) or _is_sequence(text):
        return _("This is easy to guess: it repeats or counts. Try a few words in a row.")
    if _is_common(text):
        return _("Many people use this one, so it is guessed first. Try a few words in a row.")
    if _is_about(text, own):
        return _("Please leave your name and address out of it.")
    return None


class Passwords(PasswordUtil):
    """Checks a password as it is kept: in one spelling, so that every keyboard may type it."""

    def normalize(self, password: str) -> str:
        """The one spelling of a password."""
        return unicodedata.normalize("NFKC", password)

    def validate(
        self,
        password: str,
        is_register: bool,  # noqa: FBT001 - the library's
        **given: Any,
    ) -> tuple[list[str] | None, str]:
        """The complaints, if any, and the password in its one spelling."""
        kept = self.normalize(password)
        account: Account | None = given.get("user")
        name = str(account.name if account else given.get("name") or "")
        email = str(account.email if account else given.get("email") or "")
        found = complaint(kept, own_words(name, email))
        return ([found] if found else None), kept
