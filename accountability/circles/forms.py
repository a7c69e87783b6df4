"""What members type about circles."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import AnyOf, NumberRange, Regexp

from accountability.circles.models import LEAST, MESSAGE_MOST, MOST, USUAL, Role
from accountability.core.forms import KeyedForm, name_of_person, words

AGREEMENT = _l(
    "What is said here stays here.\n"
    "We answer when somebody asks for company.\n"
    "Nobody is blamed for a hard day.\n"
    "We do not talk each other into writing, and we pass nothing on to anybody outside.\n"
    "A friend is no doctor: in danger we call for help."
)


def _number(text: Any) -> int:
    """A number, or 0, which no check accepts."""
    try:
        return int(text)
    except (TypeError, ValueError):
        return 0


class CircleForm(KeyedForm):
    """A circle: what it is called, how many it may hold, what it agrees on."""

    name = words(_l("What is it called?"), 60)
    size = SelectField(
        _l("How many of you, at most?"),
        choices=[(number, str(number)) for number in range(LEAST, MOST + 1)],
        coerce=_number,
        default=USUAL,
        validate_choice=False,
        validators=[NumberRange(LEAST, MOST, _l("Please choose a number from 3 to 12."))],
    )
    agreement = words(_l("What do you agree on?"), 2000, lines=True, default=AGREEMENT)


class StartForm(CircleForm):
    """A new circle, and the host's name in it."""

    my_name = name_of_person(_l("What shall your friends call you?"), 40)


class NameForm(KeyedForm):
    """A name in one circle."""

    name = name_of_person(_l("What shall they call you?"), 40)


class MessageForm(KeyedForm):
    """Words to the circle."""

    text = words(_l("Say something"), MESSAGE_MOST, lines=True)


class LookForm(KeyedForm):
    """How far a member has read."""

    seq = StringField(validators=[Regexp("^[0-9]{1,15}$", message=_l("That is no number."))])


class RoleForm(KeyedForm):
    """A role that the host may give."""

    role = StringField(
        validators=[AnyOf([Role.MODERATOR, Role.MEMBER], message=_l("There is no such role."))]
    )
