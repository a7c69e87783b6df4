"""The design tokens as the stylesheet has them, and how well each can be read."""

import math
import re
from dataclasses import dataclass
from pathlib import Path

from accountability.core.config import ROOT

TOKENS = ROOT / "frontend" / "css" / "tokens.css"
PAIR = re.compile(
    r"^  --([a-z-]+): light-dark\(oklch\(([\d. ]+)\), oklch\(([\d. ]+)\)\);$", re.MULTILINE
)
SIZE = re.compile(r"^  --(text-[a-z]+): ([\d.]+)rem;$", re.MULTILINE)
THEMES = ("light", "dark")
# What each text colour stands on, beside paper and card.
GROUNDS = {
    "on-moss": ("moss",),
    "on-ember": ("ember-fill",),
    "ember-deep": ("paper", "card", "ember-wash"),
    "moss": ("paper", "card", "moss-wash"),
    "dusk": ("paper", "card", "dusk-wash"),
    "ink": ("paper", "card", "sunk"),
    "soft": ("paper", "card", "sunk", "ember-wash", "moss-wash"),
}
# From OKLab to the cube roots of the cones' answers, and from these to linear red, green, blue.
CONES = (
    (1, 0.3963377774, 0.2158037573),
    (1, -0.1055613458, -0.0638541728),
    (1, -0.0894841775, -1.2914855480),
)
RED = (4.0767416621, -3.3077115913, 0.2309699292)
GREEN = (-1.2684380046, 2.6097574011, -0.3413193965)
BLUE = (-0.0041960863, -0.7034186147, 1.7076147010)


def _times(row: tuple[float, ...], column: tuple[float, ...]) -> float:
    return sum(one * other for one, other in zip(row, column, strict=True))


def luminance(oklch: str) -> float:
    """How light a colour is, as the contrast rule of WCAG counts it."""
    light, chroma, hue = (float(one) for one in oklch.split())
    turn = math.radians(hue)
    lab = (light, chroma * math.cos(turn), chroma * math.sin(turn))
    cones = tuple(_times(row, lab) ** 3 for row in CONES)
    red, green, blue = (min(max(_times(row, cones), 0), 1) for row in (RED, GREEN, BLUE))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@dataclass(frozen=True, slots=True)
class Token:
    """One colour with both of its values, and its contrast on what it stands on."""

    name: str
    contrasts: dict[str, tuple[float, float]]

    @property
    def words(self) -> str:
        """Its contrasts in one line, light and dark."""
        return ", ".join(
            f"{light:.1f} / {dark:.1f} on {ground}"
            for ground, (light, dark) in self.contrasts.items()
        )


def _colours(path: Path) -> dict[str, tuple[str, str]]:
    plain, _, _neutral = path.read_text().partition("[data-")  # what follows exchanges some
    return {name: (light, dark) for name, light, dark in PAIR.findall(plain)}


def colours(path: Path = TOKENS) -> list[Token]:
    """Every plain colour of the stylesheet, in its order."""
    known = _colours(path)
    tokens = []
    for name, (light, dark) in known.items():
        grounds = GROUNDS.get(name, ("paper", "card"))
        pairs = {
            one: (contrast(light, known[one][0]), contrast(dark, known[one][1])) for one in grounds
        }
        tokens.append(Token(name, pairs))
    return tokens


def sizes(path: Path = TOKENS) -> list[tuple[str, float]]:
    """Every size of type, in rem."""
    return [(name, float(rem)) for name, rem in SIZE.findall(path.read_text())]
