"""How often a secret may be tried.

Counted for each account and address together, so that no stranger locks the owner out, and for
each address, so that nobody tries many accounts.
"""

from typing import Any

from flask import Flask, request
from flask_limiter.util import get_remote_address
from flask_login import current_user

from accountability.accounts.addresses import tidy_address
from accountability.core.extensions import limiter

PER_ACCOUNT = "10 per 10 minutes"
PER_ADDRESS = "60 per 10 minutes"
DOORS = (
    "security.login",
    "security.register",
    "security.forgot_password",
    "security.reset_password",
    "security.change_password",
    "security.verify",
    "security.send_confirmation",
    "security.confirm_email",
)


def account_key() -> str:
    """The account that is tried and the address it is tried from."""
    given: Any = (request.get_json(silent=True) or {}) if request.is_json else request.form
    tried = tidy_address(given.get("email") or "")
    if current_user.is_authenticated:
        tried = current_user.public_id
    return f"{tried[:254]} {get_remote_address()}"


def init_app(app: Flask) -> None:
    """Put the limits on every door that takes a secret."""
    for endpoint in DOORS:
        if view := app.view_functions.get(endpoint):
            limited: Any = limiter.limit(PER_ADDRESS, methods=["POST"])(view)
            limited = limiter.limit(PER_ACCOUNT, key_func=account_key, methods=["POST"])(limited)
            app.view_functions[endpoint] = limited
