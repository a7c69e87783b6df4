"""Where a blueprint says who may come in: private unless it says otherwise."""

from typing import Any

from flask import Blueprint, Request, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import Unauthorized

PRIVATE = "is_private"


def wants_json(asked: Request) -> bool:
    """Whether the answer is read by a script rather than by a person."""
    best = asked.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return best == "application/json"


def _only_signed_in() -> ResponseReturnValue | None:
    if current_user.is_authenticated:
        return None
    if request.method != "GET" or wants_json(request):
        raise Unauthorized
    return redirect(url_for("security.login", next=request.full_path.rstrip("?")))


def private_blueprint(name: str, import_name: str, **more: Any) -> Blueprint:
    """A blueprint for signed-in accounts only."""
    blueprint = Blueprint(name, import_name, **more)
    blueprint.before_request(_only_signed_in)
    setattr(blueprint, PRIVATE, True)
    return blueprint


def public_blueprint(name: str, import_name: str, **more: Any) -> Blueprint:
    """A blueprint that anybody may open. The list of these stands in the house rules."""
    return Blueprint(name, import_name, **more)


def look_up_nobody(*_where: Any) -> None:
    """Let nobody be signed in for this request: who looks is not asked, and costs no query.

    Before a route is matched to its view it serves as a preprocessor of addresses.
    """
    g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]
