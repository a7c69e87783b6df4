"""What may come in at all: flat bodies of plain text, small, and nothing else."""

import re
from typing import Any

import flask
from flask import request
from flask_babel import gettext as _
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import BadRequest, ClientDisconnected

LARGEST = 64 * 1024
MOST_FIELDS = 100
NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


def _flat(given: Any) -> dict[str, str]:
    """Take a JSON object of plain values as a form: true is "y", false and null are left out."""
    if not isinstance(given, dict) or len(given) > MOST_FIELDS:
        raise BadRequest(_("Please send one flat object."))
    form: dict[str, str] = {}
    for name, value in given.items():
        if not isinstance(value, str | int | float | None):
            raise BadRequest(_("Please send one flat object."))
        if value is True:
            form[name] = "y"
        elif value is not None and value is not False:
            form[name] = str(value)
    return form


class FlatRequest(flask.Request):
    """A request whose JSON body, if any, is read as a flat form."""

    max_content_length = LARGEST
    max_form_memory_size = LARGEST
    max_form_parts = MOST_FIELDS

    def get_json(self, *args: Any, **options: Any) -> Any:
        """Read the body as a flat object of text; raises BadRequest for any other shape."""
        try:
            given = super().get_json(*args, **options)
        except (RecursionError, UnicodeError, ValueError):
            raise BadRequest(_("Please send one flat object.")) from None
        return None if given is None and options.get("silent") else _flat(given)


def _texts(given: Any) -> list[str]:
    """Every name and value, also those under a name that came before; refuses too many."""
    pairs = list(MultiDict(given).items(multi=True))
    if len(pairs) > MOST_FIELDS:
        raise BadRequest(_("Please send one flat object."))
    return [text for pair in pairs for text in pair]


def _body() -> Any:
    """What was sent; a body that was cut off on its way is nobody's fault and no exception."""
    try:
        return request.get_json() if request.is_json else request.form
    except (OSError, ClientDisconnected):
        request.form = ImmutableMultiDict()  # the page of the error looks for words to keep
        raise BadRequest from None


def refuse_strange_text() -> None:
    """Refuse NUL and lone surrogates anywhere: no database keeps them and no person types them."""
    values = [request.path, *_texts(request.args)]
    if request.method != "GET":
        values += _texts(_body())
    if any(NOT_TEXT.search(value) for value in values):
        raise BadRequest(_("There is a sign in this text that cannot be kept. Please take it out."))
