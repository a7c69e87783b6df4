"""What members choose about watches."""

import re
from datetime import UTC, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, ValidationError

from accountability.core.forms import KeyedForm

NO_HOUR = _l("That is no hour.")
YEARS = range(2000, 2200)  # at the ends of time an hour more or another zone is no date any more
SLOT = re.compile(r"([0-6])-([01]?[0-9]|2[0-3])")
Slot = tuple[int, int]


def slot_of(text: str) -> Slot:
    """An hour of the week as a form names it, weekday and hour: "0-22". Raises ValueError."""
    if not (found := SLOT.fullmatch(text)):
        raise ValueError(text)
    return int(found[1]), int(found[2])


def slots_of(text: str) -> frozenset[Slot]:
    """Several with blanks between: a page sends one at a time, a script all in one text."""
    return frozenset(slot_of(one) for one in text.split())


def moment_of(text: str) -> datetime:
    """A moment of UTC as a form names it. Raises ValueError with a sentence."""
    try:
        at = datetime.fromisoformat(text.strip())
        in_utc = at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(str(NO_HOUR)) from None
    if at.tzinfo is None or in_utc.year not in YEARS:
        raise ValueError(str(NO_HOUR))
    return in_utc


def _moment(text: str | None) -> datetime | None:
    return moment_of(text) if text else None


class WeekForm(KeyedForm):
    """The hours of every week that a member offers."""

    hours = SelectMultipleField(
        _l("Your hours of the week"), choices=[], coerce=slots_of, validate_choice=False
    )

    @property
    def slots(self) -> frozenset[Slot]:
        """All of them."""
        return frozenset().union(*(self.hours.data or ()))


class HourForm(KeyedForm):
    """One hour."""

    at = StringField(_l("Which hour?"), filters=[_moment], validators=[InputRequired(NO_HOUR)])

    @property
    def moment(self) -> datetime | None:
        """When it begins, if that could be read."""
        return None if self.at.process_errors else self.at.data


class SwapForm(HourForm):
    """One hour, and what is offered for it."""

    to = StringField(_l("Whom do you ask?"), validators=[InputRequired(_l("Choose a friend."))])
    in_return = StringField(_l("In return you take"), filters=[_moment])

    def validate_in_return(self, field: Any) -> None:
        """An hour is not exchanged for itself."""
        if field.data is not None and field.data == self.at.data:
            raise ValidationError(_l("That is the same hour."))


class EveningsForm(KeyedForm):
    """Whether a member is asked in the evening."""

    asks = BooleanField(_l("Ask me in the evening when nobody watches some of the night"))
