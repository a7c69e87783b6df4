"""What anybody may open: the first page, the words about safety, the way out, the local outbox."""

from urllib.parse import urlsplit

from flask import abort, current_app, make_response, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_security import logout_user

from accountability.core.extensions import csrf, db
from accountability.core.loopback import is_loopback, is_passed_on
from accountability.core.mail import has_outbox, latest
from accountability.core.origins import is_from_own_page
from accountability.core.pages import public_blueprint

bp = public_blueprint("front", __name__)

LISTED = 50


@bp.get("/")
def first() -> ResponseReturnValue:
    """The first page of a visitor; whoever is signed in goes to their circle."""
    if current_user.is_authenticated:
        return redirect("/circles/mine")
    return render_template("accounts/first.html")


@bp.get("/safety")
def safety() -> ResponseReturnValue:
    """What the way out does, and what it does not do."""
    return render_template("accounts/safety.html")


@bp.post("/exit")
@csrf.exempt  # a page may be older than the sign-in, and to stay signed in is what must not happen
def leave() -> ResponseReturnValue:
    """Leave at once: this browser keeps nothing, even if the service cannot note that it left."""
    if not is_from_own_page(request):
        abort(403)
    _end_sign_in()
    session.clear()
    answer = make_response("", 204)
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer


def _end_sign_in() -> None:
    try:
        logout_user()
    except Exception:
        db.session.rollback()
        current_app.logger.exception("a sign-in could not be ended on the way out")


@bp.get("/outbox")
def outbox() -> ResponseReturnValue:
    """The mail of a service that cannot send any, for whoever sits at the machine itself."""
    near = is_loopback(request.remote_addr) and is_loopback(urlsplit(request.host_url).hostname)
    passed_on = is_passed_on(request.headers.keys())
    if passed_on or not near or not has_outbox(current_app):
        abort(404)
    return render_template("accounts/outbox.html", mails=latest(LISTED))


@bp.app_template_filter("link_here")
def link_here(line: str) -> str | None:
    """The path of a line that is nothing but a link: it leads to this service as it runs now."""
    parts = urlsplit(line.strip())
    if parts.scheme not in {"http", "https"} or " " in line.strip():
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")
