"""The choice of a time zone: hundreds of options, ever the same, so they are rendered once."""

from functools import cache
from typing import Any

from markupsafe import Markup
from wtforms import SelectField
from wtforms.fields.choices import Choice
from wtforms.widgets import Select, html_params

from accountability.core import clock


@cache
def _options() -> str:
    zones = sorted(clock.ZONES)
    plain = (Choice(value=zone, label=zone, selected=False, render_kw={}) for zone in zones)
    return "".join(Select.render_option(zone) for zone in plain)


class _ZoneSelect:
    """The library's own select with the options that are kept, one of them chosen."""

    def __call__(self, field: SelectField, **given: Any) -> Markup:
        value = html_params(value=field.data)
        options = _options().replace(f"<option {value}>", f"<option selected {value}>", 1)
        around = html_params(name=field.name, **{"id": field.id, **given})
        return Markup(f"<select {around}>{options}</select>")  # noqa: S704 - its parts are escaped


class ZoneField(SelectField):
    """One of the time zones that are known here."""

    widget = _ZoneSelect()

    def __init__(self, label: Any, **given: Any) -> None:
        super().__init__(label, choices=sorted(clock.ZONES), **given)
