"""What can be typed into moderation."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from accountability.core import clock
from accountability.core.forms import KeyedForm, words
from accountability.moderation.models import GoesTo, Reason, SanctionKind
from accountability.moderation.wording import KINDS, REASONS

CHOOSE = _l("Please choose one of these.")
LENGTHS = [
    ("1", _l("one hour")),
    ("24", _l("one day")),
    ("72", _l("three days")),
    ("168", _l("one week")),
]


def _choices(sayings: dict) -> list[tuple[str, object]]:
    return [(one.value, sayings[one]) for one in sayings]


class ReportForm(KeyedForm):
    """What is wrong, in a choice and in words."""

    about = HiddenField()
    reason = RadioField(
        _l("What is it?"), choices=_choices(REASONS), validators=[InputRequired(CHOOSE)]
    )
    words = words(_l("In your words, if you like"), 1000, optional=True, lines=True)
    to = RadioField(
        _l("Who looks at it?"),
        choices=[
            (GoesTo.MODERATORS.value, _l("The circle's host and moderators")),
            (GoesTo.STAFF.value, _l("The people who run this service")),
        ],
        default=GoesTo.MODERATORS.value,
        validators=[Optional()],  # left out, the circle's own people look at it
    )

    @property
    def is_to_staff(self) -> bool:
        """Whether the reporter would rather not have the circle's own people look."""
        return self.to.data == GoesTo.STAFF.value


class ClosingForm(KeyedForm):
    """Why a report is closed, for those who decide later."""

    words = words(_l("What you found, for whoever looks next"), 1000, lines=True)


class SanctionForm(KeyedForm):
    """What is decided about a member, and why."""

    report = HiddenField()
    kind = RadioField(_l("What now?"), choices=_choices(KINDS), validators=[InputRequired(CHOOSE)])
    lasts = SelectField(_l("How long, for a pause"), choices=LENGTHS, default="24")
    rule = SelectField(_l("Which rule"), choices=_choices(REASONS))
    reason = words(_l("Why, in words they will read"), 1000, lines=True)

    @property
    def sanction(self) -> SanctionKind:
        """The chosen kind."""
        return SanctionKind(self.kind.data)

    @property
    def chosen_rule(self) -> Reason:
        """The chosen rule."""
        return Reason(self.rule.data)

    @property
    def until(self) -> datetime:
        """When a pause ends, if it is one."""
        return clock.now() + timedelta(hours=int(self.lasts.data))


class LiftingForm(KeyedForm):
    """Nothing is typed to take a decision back."""
