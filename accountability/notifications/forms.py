"""What the pages of news and of being reached send."""

import re
from base64 import urlsafe_b64decode
from collections.abc import Iterable
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from accountability.core.forms import KeyedForm, tidy
from accountability.core.outside import may_ask
from accountability.notifications.choices import IN_A_CIRCLE, Matter, Road

LONGEST = 1000
LETTERS = re.compile(r"[A-Za-z0-9_-]+=*")
HOUR = r"([01][0-9]|2[0-3]):[0-5][0-9]\Z"
OFF, HOURS = "0", ("1", "24")


class NewsForm(KeyedForm):
    """How far the news was seen; all of it without a number."""

    seq = StringField(
        filters=[tidy],
        validators=[Optional(), Regexp("^[0-9]{1,15}$", message=_l("That is no number."))],
    )


def _bytes_of(field: Any, length: int) -> bytes:
    text = field.data or ""
    try:
        found = urlsafe_b64decode(text + "==") if LETTERS.fullmatch(text) else b""
    except ValueError:
        found = b""
    if len(found) != length:
        raise ValidationError(_l("This browser sent something else than its keys."))
    return found


class DeviceForm(KeyedForm):
    """Where a browser is pushed to, and its keys, as it gave them."""

    endpoint = StringField(validators=[InputRequired(), Length(max=LONGEST)])
    p256dh = StringField(validators=[InputRequired()])
    auth = StringField(validators=[InputRequired()])
    former = StringField(validators=[Optional(), Length(max=LONGEST)])

    def validate_endpoint(self, field: Any) -> None:
        """A push service is asked by https, at an address for everybody."""
        near = current_app.config["STEADY"].push_loopback
        if not may_ask(field.data, loopback=near):
            raise ValidationError(_l("This is no address of a push service."))

    def validate_p256dh(self, field: Any) -> None:
        """A point of P-256."""
        try:
            ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes_of(field, 65))
        except ValueError as fault:
            raise ValidationError(_l("This browser sent something else than its keys.")) from fault

    def validate_auth(self, field: Any) -> None:
        """Sixteen bytes."""
        _bytes_of(field, 16)

    @property
    def keys(self) -> dict[str, str]:
        """Its keys, as they are stored."""
        return {"p256dh": self.p256dh.data, "auth": self.auth.data}


LABELS = {Road.PUSH: _l("On my devices"), Road.MAIL: _l("By mail")}


def _form_of(matters: Iterable[Matter]) -> type[KeyedForm]:
    fields = {f"{road}_{one}": BooleanField(LABELS[road]) for one in matters for road in Road}
    return type("RoadsForm", (KeyedForm,), fields)


RoadsForm, CircleRoadsForm = _form_of(Matter), _form_of(IN_A_CIRCLE)


class _HourField(StringField):
    """A moment of the day; a browser's clock shows nothing else, so nothing else is shown again."""

    def __init__(self, label: Any, **more: Any) -> None:
        checks = [Optional(), Regexp(HOUR, message=_l("Please give hours and minutes."))]
        shown = {"type": "time"}
        super().__init__(label, filters=[tidy], validators=checks, render_kw=shown, **more)

    def _value(self) -> str:
        return self.data if self.data and re.fullmatch(HOUR, self.data) else ""


class HoursForm(KeyedForm):
    """Quiet hours; empty for none."""

    begins = _HourField(_l("From"))
    ends = _HourField(_l("Until"))
    rings_through = BooleanField(_l("Ring me all the same while I am on watch"))

    def minutes(self, name: str) -> int | None:
        """A moment of the day in minutes."""
        text = self[name].data
        return int(text[:2]) * 60 + int(text[3:]) if text else None


class AwayForm(KeyedForm):
    """For how many hours nothing is to be pushed; none to be reached again."""

    hours = SelectField(choices=[(one, one) for one in (OFF, *HOURS)])
