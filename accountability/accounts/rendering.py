"""How the pages of signing in and up are rendered, Flask-Security's and ours at its addresses."""

from typing import Any

from flask import render_template, request
from wtforms import Form

from accountability.core.pages import wants_json
from accountability.core.web import invalid

SIGN_IN = "security.login"


def rendered(template: str, **context: Any) -> Any:
    """A page of Flask-Security's; a form that must be mended says so in its code, too."""
    given = [value for value in context.values() if isinstance(value, Form)]
    form = next((one for one in given if one.errors), None)
    if request.method != "POST" or form is None:
        return render_template(template, **context)
    if request.endpoint == SIGN_IN and not wants_json(request):
        return render_template(template, **context)
    form.form_errors = form.form_errors or []
    return invalid(form, template, **context)
