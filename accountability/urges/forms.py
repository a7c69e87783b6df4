"""What people type about alerts."""

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, RadioField, StringField
from wtforms.validators import AnyOf, InputRequired, Optional, Regexp

from accountability.core.forms import KeyedForm, tidy, words
from accountability.urges.choices import Ask
from accountability.urges.ladder import Pace
from accountability.urges.wording import ASKS, OUTCOMES, READY

NOTE_MOST = 500
RESPONSE_MOST = 2000


class DetailsForm(KeyedForm):
    """What the author may add to the press of the button; nothing of it is needed."""

    strength = StringField(
        _l("How strong is it?"),
        filters=[tidy],
        validators=[Optional(), Regexp(r"(10|[0-9])\Z", 0, _l("From 0 to 10, please."))],
    )
    ask = StringField(
        _l("What would help?"),
        filters=[tidy],
        validators=[Optional(), AnyOf(list(ASKS), _l("Please choose one of the four."))],
    )
    note = words(_l("A word"), NOTE_MOST, optional=True, lines=True)

    def given(self) -> dict[str, Any]:
        """What was said, in the words of the verbs."""
        return {
            "strength": int(self.strength.data) if self.strength.data else None,
            "ask": Ask(self.ask.data) if self.ask.data else None,
            "note": self.note.data or None,
        }


class TellForm(KeyedForm):
    """One more circle that shall hear of it."""

    circle = StringField(validators=[InputRequired(_l("Please choose a circle."))])


class FirstFriendForm(KeyedForm):
    """Whom to ask first; nobody in particular without a choice."""

    friend = StringField(filters=[tidy], validators=[Optional()])


class PaceForm(KeyedForm):
    """How soon the next friend is asked, and then everyone, in seconds."""

    next_after = RadioField(
        _l("The next friend is asked after"),
        choices=[("30", _l("half a minute")), ("60", _l("a minute")), ("120", _l("two minutes"))],
        validate_choice=False,
        validators=[AnyOf(["30", "60", "120"], _l("Please choose one."))],
    )
    everyone_after = RadioField(
        _l("Everyone is asked again after"),
        choices=[("120", _l("two minutes")), ("180", _l("three")), ("300", _l("five"))],
        validate_choice=False,
        validators=[AnyOf(["120", "180", "300"], _l("Please choose one."))],
    )

    def chosen(self) -> Pace:
        """The pace that was chosen; any two of these fit together."""
        seconds = (int(self.next_after.data), int(self.everyone_after.data))
        return Pace(*(timedelta(seconds=one) for one in seconds))


class PassForm(KeyedForm):
    """The friend who is asked to stay instead."""

    to = StringField(validators=[InputRequired(_l("Please choose a friend."))])


class ResponseForm(KeyedForm):
    """Words in the room of an alert: one's own, or a ready-made answer."""

    text = words(_l("Say anything"), RESPONSE_MOST, optional=True, lines=True)
    ready = StringField(validators=[Optional(), AnyOf(list(READY), _l("There is no such answer."))])

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for one of the two."""
        fine: bool = super().validate(extra_validators)
        if fine and not self.text.data and not self.ready.data:
            self.text.errors = [_l("Please write something here.")]
            return False
        return fine


class ResolutionForm(KeyedForm):
    """How it went."""

    outcome = RadioField(
        _l("How is it now?"),
        choices=list(OUTCOMES.items()),
        validate_choice=False,
        validators=[AnyOf(list(OUTCOMES), _l("Please choose one."))],
    )
    helped = words(_l("What helped?"), NOTE_MOST, optional=True, lines=True)
    thanks = words(_l("A thank-you to your friends"), NOTE_MOST, optional=True, lines=True)
    log_slip = BooleanField(_l("Log it in my journey"))
    day = DateField(_l("Which day was it?"), validators=[Optional()])


class NumberForm(KeyedForm):
    """A number for a bad hour."""

    name = words(_l("Who is it?"), 40)
    number = words(_l("The number"), 24)

    def validate_number(self, field: Any) -> None:
        """Let only what a telephone understands through."""
        Regexp(r"[+(]?[0-9][0-9 ()/.-]{1,22}\Z", 0, _l("Only the number, please."))(self, field)
