"""What members choose about watches."""

from datetime import UTC, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, StringField
from wtforms.validators import InputRequired, ValidationError

from accountability.core.forms import KeyedForm

NO_HOUR = _l("That is no hour.")


def slot_of(text: str) -> tuple[int, int]:
    """An hour of the week as a form names it, weekday and hour: "0-22". Raises ValueError."""
    weekday, hour = (int(part) for part in text.split("-"))
    if not (0 <= weekday < 7 and 0 <= hour < 24):
        raise ValueError(text)
    return weekday, hour


def moment_of(text: str) -> datetime:
    """A moment of UTC as a form names it. Raises ValueError."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at.astimezone(UTC)


class HoursField(Field):
    """Hours of the week: one tick each on a page, or all in one text with blanks between."""

    def process_formdata(self, values: list[str]) -> None:
        """Take what was ticked; raises ValueError, as forms do, for what is none."""
        try:
            self.data = {slot_of(one) for value in values for one in value.split()}
        except (ValueError, OverflowError):
            self.data = set()
            raise ValueError(str(NO_HOUR)) from None


class MomentField(StringField):
    """A moment of UTC; what is empty is none."""

    def process_formdata(self, values: list[str]) -> None:
        """Take the moment; raises ValueError, as forms do, for what is none."""
        text = "".join(values[:1]).strip()
        try:
            self.data: Any = moment_of(text) if text else None
        except (ValueError, OverflowError):
            self.data = None
            raise ValueError(str(NO_HOUR)) from None


class WeekForm(KeyedForm):
    """The hours of every week that a member offers."""

    hours = HoursField(_l("Your hours of the week"), default=frozenset)


class HourForm(KeyedForm):
    """One hour."""

    at = MomentField(_l("Which hour?"), validators=[InputRequired(NO_HOUR)])


class SwapForm(HourForm):
    """One hour, and what is offered for it."""

    to = StringField(_l("Whom do you ask?"), validators=[InputRequired(_l("Choose a friend."))])
    in_return = MomentField(_l("In return you take"))

    def validate_in_return(self, field: Any) -> None:
        """An hour is not exchanged for itself."""
        if field.data is not None and field.data == self.at.data:
            raise ValidationError(_l("That is the same hour."))


class EveningsForm(KeyedForm):
    """Whether a member is asked in the evening."""

    asks = BooleanField(_l("Ask me in the evening when nobody watches some of the night"))
