"""From the figures of many rounds to one table: median, least and most."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

Figures = dict[str, float]
Of = Callable[[Figures], float | None]


def value(name: str) -> Of:
    """A figure as it is."""
    return lambda figures: figures.get(name)


def ratio(name: str, floor: str) -> Of:
    """A figure against another one of the same round."""

    def against(figures: Figures) -> float | None:
        below = figures.get(floor)
        return figures[name] / below if below and name in figures else None

    return against


def at_least(text: str) -> str:
    """A goal from below."""
    return f"≥ {text}"


def at_most(text: str) -> str:
    """A goal from above."""
    return f"≤ {text}"


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    says: str
    goal: str
    of: Of
    form: str

    def cells(self, rounds: list[Figures]) -> list[str] | None:
        """What, goal, median, spread; nothing if no round measured it."""
        found = [one for figures in rounds if (one := self.of(figures)) is not None]
        if not found:
            return None
        spread = f"{self.form.format(min(found))} to {self.form.format(max(found))}"
        return [self.says, self.goal, self.form.format(median(found)), spread, str(len(found))]


def drawn(lines: list[Line], rounds: list[Figures]) -> str:
    """The table, as Markdown."""
    head = ["What", "Goal", "Median", "Range", "Rounds"]
    rows = [cells for line in lines if (cells := line.cells(rounds)) is not None]
    ruled = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in ruled)
