"""What people read: which letters names may hold, which look alike, and what shows at all."""

import re
import unicodedata

REFUSED = {"Cc", "Cf", "Co", "Cn", "Cs"}
EMPTY_LETTERS = "\u115f\u1160\u3164\uffa0"  # letters to a machine, nothing to an eye
EMPTY = f"{EMPTY_LETTERS}\u2800"  # and a pattern of dots without a dot
MOST_MARKS = 3

# Cyrillic and Greek letters that look like a Latin one, after casefolding, and small capitals.
LOOK_ALIKES = str.maketrans(
    "авеіјкмнорсѕтухԁһԛԝъьѵѡαβεηικμνοπρτυχωγσςɑɐɡıȷᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ",
    "abeijkmhopcstyxdhqwbbvwabenikmvonptuxwyooaagijabcdefghijklmnopqrstuvwyz",
)
SAME = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l"})
CURRENCIES = set("\u20b3\u20a9\u20bf\u20ac")  # letters with a stroke, to an eye
ROLES = {"host", "moderator", "mod", "staff", "admin"}
TOGETHER = (  # scripts that one word of one language may hold
    {"HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "CJK", "HALFWIDTH", "FULLWIDTH"},
    {"HANGUL", "CJK"},
    {"BOPOMOFO", "CJK"},
)
BRACKETED = re.compile(r"[(\[{<].*?(?:[)\]}>]|$)")


def composed(text: str | None) -> str | None:
    """One spelling for what looks the same: full width is plain, blanks are single."""
    return " ".join(unicodedata.normalize("NFKC", text).split()) if text else text


def can_be_read(text: str) -> bool:
    """Whether it has a letter or a number, nothing that hides, and no tower of marks."""
    kinds = [unicodedata.category(one) for one in text]
    if any(kind in REFUSED for kind in kinds) or any(one in EMPTY_LETTERS for one in text):
        return False
    marks = "".join("m" if kind.startswith("M") else "." for kind in kinds)
    return "m" * (MOST_MARKS + 1) not in marks and any(kind[0] in "LN" for kind in kinds)


def can_be_seen(text: str) -> bool:
    """Whether an eye finds anything in it: words that nobody sees are no company."""
    return any(unicodedata.category(one)[0] in "LNPS" and one not in EMPTY for one in text)


def is_of_one_script(text: str) -> bool:
    """Whether its letters belong together: one of another script stands in for a look-alike."""
    named = [(unicodedata.category(one), unicodedata.name(one, "")) for one in text]
    if any(kind == "So" and "LATIN" in name for kind, name in named) or set(text) & CURRENCIES:
        return False
    used = {name.split(" ")[0] for kind, name in named if kind[0] == "L"}
    return len(used) <= 1 or any(used <= scripts for scripts in TOGETHER)


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(one for one in plain if unicodedata.category(one)[0] in "LN")
    return kept.translate(LOOK_ALIKES).translate(SAME)


def skeleton(name: str) -> str:
    """What the eye keeps of a name: two names of one skeleton are taken for each other.

    A role that somebody writes behind their name is no other name.
    """
    parts = BRACKETED.sub(" ", name).split()
    own = [part for part in parts if _letters(part) and part.casefold().strip("-,.") not in ROLES]
    return _letters("".join(own)) or _letters(name) or name


def is_taken_by(service: str, name: str) -> bool:
    """Whether it is the name of a role or of the service: nobody may speak as one of them."""
    return skeleton(name) in {skeleton(one) for one in (*ROLES, service, f"{service} team")}
