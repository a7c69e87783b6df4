"""Words and small filters that the templates of days use."""

from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from accountability.streaks import shapes
from accountability.streaks.calendar import Day

States = dict[str, str]


def cheer_words() -> dict[str, str]:
    """The ready-made words of a cheer, as its buttons say them."""
    return {word: str(said) for word, said in shapes.WORDS.items()}


def day_words(day: date) -> str:
    """A day as a person would write it."""
    return format_date(day, "d MMMM yyyy")


def squares(weeks: list[list[Day | None]]) -> list[list[tuple[str, str] | None]]:
    """Each day as (state, words for a reader)."""
    said: States = {"before": _("before you began"), "slip": _("slipped")}
    return [
        [
            (day.state, f"{day_words(day.on)}: {said.get(day.state) or _('kept')}") if day else None
            for day in week
        ]
        for week in weeks
    ]
