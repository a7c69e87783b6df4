"""What every template may use: built files, hidden fields, and what stands around a card."""

from collections.abc import MutableMapping
from functools import cache
from hashlib import sha256
from typing import Any

from flask import Flask, current_app, session
from flask.templating import Environment
from flask_babel import get_locale
from flask_wtf.csrf import generate_csrf
from jinja2 import TemplateNotFound, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from accountability.core.built import asset, built, integrity
from accountability.core.cards import KINDS
from accountability.core.columns import new_public_id


class Templates(Environment):
    """Templates that share the words of the service as one dict.

    Jinja chains two, and every `import`, `include` and card of a page walks the whole chain.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Answer what a template knows beside what it is given."""
        return {**self.globals, **d} if d else self.globals


def _hidden(name: str, value: str) -> Markup:
    """A hidden field that no browser fills in again when a person goes back."""
    # Not by `format`, which takes longer for the fields of a room than its database does.
    return Markup(f'<input type="hidden" name="{name}" value="{escape(value)}" autocomplete="off">')  # noqa: S704


def csrf_field() -> Markup:
    """The hidden field that proves that a form came from our own page, the first of each form.

    A browser that goes back brings what was typed to the form whose first two fields have the same
    names, whoever is signed in by then. So a field before it, which is never sent, has a name of
    this session's own: words go back to who typed them, also without script, and to nobody else.
    """
    token = _hidden("csrf_token", generate_csrf())
    mark = sha256(session["csrf_token"].encode()).hexdigest()[:16]
    return Markup(f'<input type="hidden" name="of-{mark}" disabled>{token}')  # noqa: S704


def key_field() -> Markup:
    """The hidden field with a new key: a form sent twice by accident has one effect."""
    return _hidden("key", new_public_id())


@cache
def _script_words(templates: Environment, _language: str) -> Markup:
    return Markup(templates.get_template("_layout/words.html").render())  # noqa: S704 - ours


def script_words() -> Markup:
    """Every sentence that the script may show, read once for each language."""
    return _script_words(current_app.jinja_env, str(get_locale()))


@pass_context
def around(context: Context, kind: str, card_id: str) -> Markup:
    """What a viewer may do with a card, as it stands around it; empty for kinds that have none."""
    feature = KINDS[kind].template.partition("/")[0]
    try:
        template = context.environment.get_template(f"{feature}/_around_{kind}.html")
    except TemplateNotFound:
        return Markup()
    return Markup(template.render({**context.get_all(), "id": card_id}))  # noqa: S704 - ours


def init_app(app: Flask) -> None:
    """Give the templates of the app their words."""
    app.jinja_environment = Templates
    app.jinja_env.globals.update(asset=asset, built=built, integrity=integrity)
    app.jinja_env.globals.update(csrf=csrf_field, key=key_field)
    app.jinja_env.globals.update(around=around, script_words=script_words)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
