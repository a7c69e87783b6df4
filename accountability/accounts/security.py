"""Flask-Security behind its fence."""

import re
from typing import Any

from flask import Flask, Response, redirect, request, session, url_for
from flask_security import Security, SQLAlchemyUserDatastore
from flask_security.confirmable import confirm_email_token_status
from flask_security.utils import set_request_attr
from itsdangerous import URLSafeTimedSerializer
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import Unauthorized

from accountability.accounts import forgotten, forms, limits, once, signing
from accountability.accounts.access import OLDEST
from accountability.accounts.fence import settings_of
from accountability.accounts.hashing import Hasher
from accountability.accounts.letters import Letters
from accountability.accounts.models import Account, StaffRole
from accountability.accounts.passwords import Passwords
from accountability.accounts.rendering import SIGN_IN, rendered
from accountability.accounts.totp import OnceTotp
from accountability.core import lines
from accountability.core.cookies import Cookies, Signer
from accountability.core.extensions import db
from accountability.core.pages import wants_json

INSIDE = re.compile(r"/(?![/\\])[^\\\x00-\x20]*")
CONFIRM, ANOTHER = "security.confirm_email", "security.send_confirmation"
FORGOTTEN = ("security.forgot_password", "/password/forgotten")


def _load(mark: str) -> Account | None:
    account = signing.load(mark)
    if account is not None:
        set_request_attr("fs_authn_via", "session")
        set_request_attr("fs_paa", session.get("fs_paa", 0))
    return account


def _sign_in_first(*_given: Any, **_more: Any) -> Any:
    if request.method != "GET" or wants_json(request):
        raise Unauthorized
    return redirect(url_for(SIGN_IN, next=request.full_path.rstrip("?")))


def _forget_places_outside() -> None:
    """Drop a `next` that leads anywhere but into this service before anybody looks at it."""
    if request.blueprint != "security":
        return
    for part in ("args", "form"):
        given = getattr(request, part)
        if any(not INSIDE.fullmatch(place) for place in given.getlist("next")):
            kept = [pair for pair in given.items(multi=True) if pair[0] != "next"]
            setattr(request, part, ImmutableMultiDict(kept))


def _lead_on(answer: Response) -> Response:
    """Let whoever confirms an address come, by signing in, to where the link in the letter says.

    A link that was opened before leads there, too, and one that is too old to the page for another.
    """
    if request.endpoint != CONFIRM or answer.location not in (url_for(SIGN_IN), url_for(ANOTHER)):
        return answer
    is_for_another = answer.location == url_for(ANOTHER) and not _was_opened()
    page = ANOTHER if is_for_another else SIGN_IN
    answer.location = url_for(page, next=request.args.get("next"))
    return answer


def _was_opened() -> bool:
    """Whether the link of this request is a good one that confirmed its address before."""
    is_late, is_wrong, account = confirm_email_token_status((request.view_args or {})["token"])
    return not (is_late or is_wrong) and account is not None


def _sign_links(security: Security) -> None:
    """Let the links in letters be made and run out by the clock that cookies go by, too."""
    for made in vars(security).values():
        if isinstance(made, URLSafeTimedSerializer):
            made.signer = Signer


def _make(app: Flask) -> Security:
    security = Security(
        mail_util_cls=Letters,
        password_util_cls=Passwords,
        totp_cls=OnceTotp,
        register_form=forms.SignUpForm,
        login_form=forms.SignInForm,
        reset_password_form=forms.NewPasswordForm,
        change_password_form=forms.PasswordForm,
        verify_form=forms.AgainForm,
    )
    rule = app.url_rule_class(FORGOTTEN[1], endpoint=FORGOTTEN[0], methods=["GET", "POST"])
    app.url_map.add(rule)  # added first, so that links lead here
    security.init_app(
        app, SQLAlchemyUserDatastore(db, Account, StaffRole), render_template=rendered
    )
    _sign_links(security)
    security.pwd_context = Hasher(security.pwd_context)
    security.want_json(lambda _request: False)
    security.unauthn_handler(_sign_in_first)
    return security


def init_app(app: Flask) -> None:
    """Bind sign-in to the app."""
    app.config.update(settings_of(app.config["STEADY"]))
    app.config.update(PERMANENT_SESSION_LIFETIME=OLDEST, SESSION_REFRESH_EACH_REQUEST=False)
    app.session_interface = Cookies()
    app.before_request(_forget_places_outside)
    app.after_request(_lead_on)
    security = _make(app)
    security.login_manager.user_loader(_load)
    security.login_manager.request_loader(lambda _request: None)
    app.before_request(lines.come_in)
    app.before_request(signing.note_seen)
    app.before_request(once.answer_repeat)
    forgotten.init_app(app)
    limits.init_app(app)
