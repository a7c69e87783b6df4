"""A form with a field of every kind, as it is before and after a mistake."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from accountability.core.forms import KeyedForm

TONGUES = [("en", "English"), ("de", "Deutsch")]
HELPS = [("listen", "Just listen"), ("stay", "Only stay")]


class EveryField(KeyedForm):
    """One field of each kind."""

    name = StringField("Your name", [DataRequired("Please write a name.")])
    password = PasswordField("Password", [DataRequired("Please write a password.")])
    note = TextAreaField("A word", [DataRequired("Please say something.")])
    language = SelectField("Language", choices=TONGUES)
    ask = RadioField("What would help?", [DataRequired("Please choose one.")], choices=HELPS)
    agreed = BooleanField("I agree", [DataRequired("Please tick this.")])

    def validate_language(self, _field: SelectField) -> None:
        """Find a fault, so that there is one to look at."""
        raise ValidationError(_l("Please choose one of these."))


def filled() -> EveryField:
    """The form with something in each field."""
    chosen = {
        "name": "Ana",
        "note": "Good evening.",
        "language": "de",
        "ask": "stay",
        "agreed": True,
    }
    return EveryField(formdata=None, prefix="filled-", data=chosen)


def mistaken() -> EveryField:
    """The form after it was sent with nothing in it."""
    form = EveryField(formdata=None, prefix="wrong-")
    form.validate()
    return form
