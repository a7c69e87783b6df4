"""The forms of accounts: signing up and in, passwords, settings."""

from typing import Any

from flask import current_app
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_security import (
    ChangePasswordForm,
    LoginForm,
    RegisterFormV2,
    ResetPasswordForm,
    VerifyForm,
)
from flask_security.forms import (
    EmailValidation,
    Form,
    email_required,
    password_required,
    unique_user_email,
)
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
)
from wtforms.validators import DataRequired, EqualTo, Length, Optional

from accountability.accounts.passwords import LONGEST, SHORTEST
from accountability.accounts.zone_field import ZoneField
from accountability.core import clock
from accountability.core.forms import KeyedForm, words
from accountability.core.streams import Stream, StreamKind

NAME = 40
NEW_PASSWORD = {
    "autocomplete": "new-password",
    "minlength": SHORTEST,
    "maxlength": LONGEST,
}
NEW_HINT = _l("12 characters or more. A few words in a row do well.")
OLD_PASSWORD = {"autocomplete": "current-password"}


def email_field(*more: Any, verify: bool = True) -> EmailField:
    """The field for an e-mail address."""
    checks = [email_required, Length(max=254), EmailValidation(verify=verify), *more]
    return EmailField(
        _l("E-mail address"),
        render_kw={"autocomplete": "username", "inputmode": "email"},
        validators=checks,
    )


def password_field(label: Any, *more: Any, new: bool = False) -> PasswordField:
    """The field for a password, a new one or the one in use."""
    return PasswordField(
        label,
        render_kw=NEW_PASSWORD if new else OLD_PASSWORD,
        description=NEW_HINT if new else "",
        validators=[password_required, *more],
    )


class SignUpForm(RegisterFormV2):
    """Becoming an account: two separate yeses are asked for, and nothing beyond what is needed."""

    name = words(_l("Your name here"), NAME, description=_l("A first name or any name you like."))
    email = email_field(unique_user_email)
    password = password_field(_l("Password"), new=True)
    password_confirm = None
    zone = HiddenField()
    adult = BooleanField(
        _l("I am 18 or older."), validators=[DataRequired(_l("Steady is for adults."))]
    )
    consent = BooleanField(
        _l("I agree that Steady keeps what I write about how I feel, so that my circle can help."),
        validators=[DataRequired(_l("Without this we cannot keep your words for you."))],
    )
    submit = None

    def validate(self, **more: Any) -> bool:
        """Whether all is well. Where newcomers are signed in at once, a taken address is said."""
        fine = super().validate(**more)
        if not current_app.config["SECURITY_CONFIRMABLE"]:
            self.existing_email_user = None
        return fine

    def to_dict(self, only_user: bool) -> dict[str, Any]:  # noqa: FBT001 - the library's
        """What the new account is made with."""
        given = super().to_dict(only_user)
        if only_user:
            now = clock.now()
            given |= {
                "stream": Stream(kind=StreamKind.ACCOUNT),
                "adult_at": now,
                "consented_at": now,
                "password_set_at": now,
                "language": str(get_locale() or "en"),
                "zone": self.zone.data if self.zone.data in clock.ZONES else "UTC",
            }
        return given


class SignInForm(LoginForm):
    """Signing in; the browser stays signed in until its owner ends it."""

    email = email_field(verify=False)
    password = password_field(_l("Password"))
    remember = None
    submit = None

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.password.description = ""


class AskForm(Form):
    """Asking for a letter with a link. Whether the address has an account is not asked here."""

    email = email_field()


class NewPasswordForm(ResetPasswordForm):
    """Choosing a new password after the old one was forgotten."""

    password = password_field(_l("New password"), new=True)
    password_confirm = password_field(
        _l("New password again"), EqualTo("password", _l("These two differ.")), new=True
    )
    submit = None


class PasswordForm(ChangePasswordForm):
    """Changing a password that is known."""

    password = PasswordField(_l("Password now"), render_kw=OLD_PASSWORD)
    new_password = password_field(_l("New password"), new=True)
    new_password_confirm = password_field(
        _l("New password again"), EqualTo("new_password", _l("These two differ.")), new=True
    )
    submit = None


class AgainForm(VerifyForm):
    """Showing once more that it is oneself."""

    password = password_field(_l("Password"))
    submit = None


def _languages() -> list[tuple[str, str]]:
    known: Any = current_app.jinja_env.globals["languages"]
    return list(known.items())


class SettingsForm(KeyedForm):
    """What an account is called and how pages look and count for it."""

    name = words(_l("Your name here"), NAME)
    zone = ZoneField(
        _l("Time zone"),
        description=_l("Days begin and end by this clock."),
        render_kw={"data-zone": ""},
    )
    language = SelectField(_l("Language"), choices=_languages)
    theme = RadioField(
        _l("Colours"),
        choices=[("", _l("As my device")), ("light", _l("Light")), ("dark", _l("Dark"))],
        validators=[Optional()],
    )
