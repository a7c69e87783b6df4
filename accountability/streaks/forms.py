"""The forms of a journey."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField
from wtforms.validators import InputRequired

from accountability.circles.models import Sharing
from accountability.core.forms import KeyedForm
from accountability.streaks.models import CheerWord

NEEDS_DAY = _l("Please choose a day.")


class JourneyForm(KeyedForm):
    """The first day of a journey."""

    started_on = DateField(_l("Your first day"), validators=[InputRequired(NEEDS_DAY)])


class SlipForm(KeyedForm):
    """The day of a slip."""

    day = DateField(_l("Which day was it?"), validators=[InputRequired(NEEDS_DAY)])


class SharingForm(KeyedForm):
    """How much a circle sees."""

    sharing = RadioField(
        _l("What this circle sees of your days"),
        choices=[
            (Sharing.EXACT.value, _l("The number")),
            (Sharing.ROUGH.value, _l("Roughly")),
            (Sharing.HIDDEN.value, _l("Nothing")),
        ],
    )


class CheerForm(KeyedForm):
    """One tap of encouragement."""

    word = RadioField(_l("Cheer"), choices=[(word.value, word.value) for word in CheerWord])
