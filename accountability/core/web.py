"""What every page has: its errors in words, its addresses, its frame."""

import json
from collections.abc import Callable
from typing import Any

from flask import (
    Flask,
    current_app,
    has_request_context,
    jsonify,
    render_template,
    request,
)
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from jinja2.utils import Joiner
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response

from accountability.core import patience
from accountability.core.columns import PUBLIC_ID
from accountability.core.errors import Busy, Gone, KeyReused, Refused
from accountability.core.extensions import db
from accountability.core.incoming import FlatRequest, refuse_strange_text
from accountability.core.logs import kind_of
from accountability.core.pages import PRIVATE, look_up_nobody, wants_json

LATER = "2"
LARGEST = 2**53  # no order reaches it, and every database can compare with it
SECRET_FIELDS = {"key", "csrf_token", "password", "new_password", "new_password_confirm"}


class PublicIdConverter(BaseConverter):
    """`<id:circle_id>` in an address: 22 characters that name a thing."""

    regex = PUBLIC_ID


def _sentence(code: int) -> str:
    sentences = {
        400: _("Something in this was not whole. Please go back and try again."),
        401: _("Please sign in first."),
        403: _("This is not open to you."),
        404: _("There is nothing here for you. It may have been closed or taken away."),
        408: _("Not all of this arrived. Your words are still here: please send again."),
        405: _("This address is not for that."),
        413: _("This is too long to send."),
        429: _("That was a lot at once. Please wait a moment."),
        503: _("We cannot store this right now. Your words are still here: please send again."),
    }
    return sentences.get(code, _("Something went wrong on our side. Please try again."))


def _words_to_keep() -> list[tuple[str, str]]:
    """What was typed, to be shown again: nothing that somebody wrote is thrown away by an error."""
    if request.method != "POST" or request.is_json:
        return []
    pairs = request.form.items(multi=True)
    return [(name, value) for name, value in pairs if name not in SECRET_FIELDS and len(name) < 40]


def nearest_page() -> str:
    """The page that an act belongs to: the longest beginning of its address that can be opened."""
    routes = current_app.url_map.bind("localhost")
    parts = request.path.split("/")
    heads = ("/".join(parts[:length]) for length in range(len(parts), 1, -1))
    return next((head for head in heads if head and routes.test(head, "GET")), "/")


def answer(code: int, sentence: str | None = None, **headers: str) -> Response:
    """Answer an error in words: JSON for a script, a page with the words kept for a person."""
    said = sentence or _sentence(code)
    if wants_json(request):
        body = jsonify({"error": said})
    else:
        kept = _words_to_keep() if code in {400, 401, 409, 422, 429, 503} else []
        page = render_template(
            "errors/page.html", code=code, sentence=said, kept=kept, page="", back=nearest_page()
        )
        body = current_app.make_response(page)
    body.status_code = code
    body.headers.update(headers)
    return body


def invalid(form: Any, template: str, **context: Any) -> tuple[Any, int]:
    """Answer a form that must be mended: the page with its sentences, or the same as JSON."""
    if wants_json(request):
        errors = {name or "form": [str(one) for one in said] for name, said in form.errors.items()}
        first = next((said[0] for said in errors.values() if said), _sentence(400))
        return jsonify({"error": first, "errors": errors}), 422
    # Says nothing to whoever asks first: only the page knows which refused field comes first.
    refused_before = Joiner("refused")
    return render_template(template, form=form, refused_before=refused_before, **context), 422


def older_than() -> int | None:
    """The place in an order before which the address asks for older words, if there can be one."""
    before = request.args.get("before", type=int)
    return before if before is not None and 0 <= before < LARGEST else None


def _layout() -> dict[str, str]:
    """Choose the frame: a page asked for by the dialog comes without one."""
    bare = has_request_context() and request.headers.get("X-Fragment")
    return {"layout": "fragment.html" if bare else "base.html"}


def _is_signed_out() -> bool:
    """Whether a form's token is worth nothing because its sign-in ended while somebody typed."""
    return (
        bool(request.blueprints)
        and getattr(current_app.blueprints[request.blueprints[0]], PRIVATE, False)
        and not current_user.is_authenticated
    )


def _stale_token() -> Response:
    """The token is of another sign-in: a script is told so, and can ask for a fresh one."""
    said = answer(400)
    if wants_json(request):
        said.set_data(json.dumps({"error": _sentence(400), "stale": "csrf_token"}))
    return said


def _on_http(fault: HTTPException) -> Any:
    if fault.response is not None or (fault.code or 500) < 400:
        return fault
    if isinstance(fault, CSRFError):
        return answer(401) if _is_signed_out() else _stale_token()
    own = fault.description if fault.code in {400, 409, 422} else None
    is_ours = own and own != type(fault).description
    more = {"Retry-After": "30"} if fault.code == 429 else {}
    return answer(fault.code or 500, str(own) if is_ours else None, **more)


def _on_database(fault: Exception) -> Any:
    """The database is away, full or busy: nothing was stored, and the same key may come again."""
    db.session.rollback()
    current_app.logger.error("database: %s", kind_of(fault))
    if isinstance(fault, PoolTimeout) or patience.is_silent():
        return _put_off_anybody()
    try:
        return answer(503, None, **{"Retry-After": LATER})
    except (Busy, SQLAlchemyError):  # or who looks was let go by a poll that waited
        return _put_off_anybody()


def _put_off_anybody() -> Response:
    """Put off without asking the database who looks, which the page would."""
    look_up_nobody()
    return answer(503, None, **{"Retry-After": LATER})


def _or_put_off(handle: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """An error's page asks the database who looks; when it is away, that is what is answered."""

    def handle_or_put_off(fault: Any) -> Any:
        try:
            return handle(fault)
        except (Busy, DBAPIError, PoolTimeout) as away:
            return _on_database(away)

    return handle_or_put_off


def _say_when(response: Response) -> Response:
    """Tell how long to wait where that helps; the limiter puts the end of its window everywhere.

    A busy database is over in seconds: after ten minutes nobody would send again what waits.
    """
    if response.status_code == 503:
        response.headers["Retry-After"] = LATER
    elif response.status_code != 429:
        response.headers.pop("Retry-After", None)
    return response


def _on_key_reused(_fault: KeyReused) -> Response:
    return answer(422, _("This was sent before with other words. Look it over and send it again."))


ANSWERS: dict[type[Exception], Callable[[Any], Any]] = {
    HTTPException: _on_http,
    Refused: lambda refused: answer(409, str(refused)),
    Gone: lambda _gone: answer(404),
    TimeoutError: lambda _fault: answer(408),  # half of it never came
    KeyReused: _on_key_reused,
}


def init_app(app: Flask) -> None:
    """Bind errors and converters to the app."""
    app.request_class = FlatRequest
    app.url_map.converters["id"] = PublicIdConverter
    app.before_request(refuse_strange_text)
    app.after_request(_say_when)  # bound before the limiter, so it runs after it
    for fault, handle in ANSWERS.items():
        app.register_error_handler(fault, _or_put_off(handle))
    app.register_error_handler(Busy, _on_database)
    app.register_error_handler(DBAPIError, _on_database)
    app.register_error_handler(PoolTimeout, _on_database)
    app.context_processor(_layout)
