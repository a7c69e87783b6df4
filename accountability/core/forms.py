"""The base of every form, and fields that all features share."""

from collections.abc import Mapping
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from accountability.core.names import (
    can_be_read,
    can_be_seen,
    composed,
    is_of_one_script,
    is_taken_by,
)


def tidy(text: str | None) -> str | None:
    """Take the blanks around what a person typed away."""
    return text.strip() if isinstance(text, str) else text


def seen(text: str | None) -> str | None:
    """Take what shows nothing for nothing."""
    return text if text is None or can_be_seen(text) else ""


# What the library says by itself, in our own words.
SAYS: Mapping[str, Any] = {
    "Not a valid choice.": _l("Please choose one of these."),
    "Invalid Choice: could not coerce.": _l("Please choose one of these."),
    "Invalid choice(s): one or more data inputs could not be coerced.": _l(
        "Please choose one of these."
    ),
    "Not a valid date value.": _l("Please choose a day."),
    "This field is required.": _l("Please write something here."),
}


class _OurWords:
    """The translations of a form: what the library says goes through ours."""

    def gettext(self, said: str) -> str:
        return str(SAYS.get(said, said))

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)


class KeyedForm(FlaskForm):
    """A form whose write carries a key; the web layer reads and checks the key, not the form."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> _OurWords:
            return _OurWords()


def words(
    label: Any, most: int, *, optional: bool = False, lines: bool = False, **more: Any
) -> Any:
    """A field for own words, at most `most` characters, blanks around them taken away.

    One line is a name that others read: nothing in it may hide.
    """
    checks: list[Any] = [Length(max=most, message=_l("At most %(max)d characters, please."))]
    if not optional:
        checks.insert(0, InputRequired(_l("Please write something here.")))
    checks += [] if optional else [_not_blank]
    if lines:
        return TextAreaField(label, filters=[tidy, seen], validators=checks, **more)
    return StringField(label, filters=[tidy, composed], validators=[*checks, _readable], **more)


def name_of_person(label: Any, most: int) -> Any:
    """A field for what friends call somebody; nobody is called like a role or the service."""
    checks = [InputRequired(_l("Please write something here.")), _not_blank, _readable, _own]
    checks.insert(0, Length(max=most, message=_l("At most %(max)d characters, please.")))
    return StringField(label, filters=[tidy, composed], validators=checks)


def _own(_form: Any, field: Any) -> None:
    if is_taken_by(current_app.config["STEADY"].app_name, field.data or ""):
        raise ValidationError(_l("That is the name of a role here. Please choose another."))


def _not_blank(_form: Any, field: Any) -> None:
    if not field.data:
        raise ValidationError(_l("Please write something here."))


def _readable(_form: Any, field: Any) -> None:
    fine = can_be_read(field.data or "x") and all(map(is_of_one_script, (field.data or "").split()))
    if not fine:
        raise ValidationError(_l("Please use letters and numbers that everybody can see."))
