"""Asking for a letter with a link, by anybody: the answer is the same with and without an account.

Flask-Security hashes a password where there is no account and none where there is one, which a
clock tells apart. So these two doors are ours, at its addresses.
"""

from typing import Any

from flask import Flask, current_app
from flask_login import current_user
from flask_security.confirmable import generate_confirmation_link
from flask_security.recoverable import generate_reset_link
from flask_security.utils import do_flash, get_message

from accountability.accounts.forms import AskForm
from accountability.accounts.letters import ask_for
from accountability.accounts.models import Account
from accountability.accounts.rendering import rendered


def _waits(account: Account) -> bool:
    return current_app.config["SECURITY_CONFIRMABLE"] and account.confirmed_at is None


def _may_choose(account: Account) -> bool:
    return account.active and not _waits(account)


def forgot_password() -> Any:
    """Ask for a link to choose a new password."""
    form = AskForm()
    if form.validate_on_submit():
        address = form.email.data
        ask_for("password_link", address, is_due=_may_choose, links=generate_reset_link)
        do_flash(*get_message("PASSWORD_RESET_REQUEST", email=address))
    if current_user.is_authenticated:
        form.email.data = current_user.email
    return rendered("security/forgot_password.html", forgot_password_form=form)


def send_confirmation() -> Any:
    """Ask for another link to confirm an address."""
    form = AskForm()
    if form.validate_on_submit():
        address = form.email.data
        ask_for("confirm", address, is_due=_waits, links=generate_confirmation_link)
        do_flash(*get_message("CONFIRMATION_REQUEST", email=address))
    return rendered("security/send_confirmation.html", send_confirmation_form=form)


def init_app(app: Flask) -> None:
    """Put our views where Flask-Security has put its own; it has one only with mail."""
    for view in (forgot_password, send_confirmation):
        endpoint = f"security.{view.__name__}"
        if endpoint in app.view_functions:
            app.view_functions[endpoint] = view
