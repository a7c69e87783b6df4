"""Pages of accounts for the person they belong to."""

from typing import Any

from flask import abort, g, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from accountability.accounts import access, front, services
from accountability.accounts import shapes as _shapes  # noqa: F401 - registers what events change
from accountability.accounts.forms import SettingsForm
from accountability.accounts.models import Account
from accountability.accounts.signing import sign_in_here
from accountability.core import clock, streams
from accountability.core.pages import private_blueprint
from accountability.core.web import invalid
from accountability.core.writes import writes

bp = private_blueprint("accounts", __name__)

BLUEPRINTS = (bp, front.bp)


def _me() -> Account:
    return current_user._get_current_object()


@bp.get("/me")
def me() -> ResponseReturnValue:
    """The account's own page."""
    account = _me()
    form = SettingsForm(formdata=None, obj=account)
    form.theme.data = account.theme or ""
    return render_template("accounts/me.html", form=form, page="me")


@bp.post("/me")
@writes(lambda _account: "/me")
def change_settings() -> Any:
    """Take new settings."""
    form = SettingsForm()
    if not form.validate():
        return invalid(form, "accounts/me.html", page="me")
    return services.change_settings(
        _me(),
        name=form.name.data,
        zone=form.zone.data,
        language=form.language.data,
        theme=form.theme.data,
    )


@bp.get("/me/now")
def now() -> ResponseReturnValue:
    """Who is signed in here, in which history and at what time, and the token to write with."""
    return jsonify(
        account=_me().public_id,
        sign_in=g.sign_in.public_id,
        epoch=streams.epoch(),
        server_time=clock.now().isoformat(),
        csrf_token=generate_csrf(),
    )


@bp.get("/me/browsers")
def browsers() -> ResponseReturnValue:
    """Where the account is signed in."""
    found = access.sign_ins_of(_me())
    return render_template("accounts/browsers.html", sign_ins=found, here=sign_in_here(), page="me")


@bp.post("/me/browsers/<id:sign_in_id>/end")
@writes(lambda _sign_in: "/me/browsers")
def end_browser(sign_in_id: str) -> Any:
    """End one signed-in browser."""
    sign_in = access.sign_in_for(current_user.id, sign_in_id) or abort(404)
    return services.end_sign_in(_me(), sign_in)


@bp.post("/me/browsers/end")
@writes(lambda _account: "/me/browsers")
def end_other_browsers() -> Any:
    """End every signed-in browser but this one."""
    return services.end_other_sign_ins(_me(), sign_in_here())
