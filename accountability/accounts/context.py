"""What every page knows about who is looking."""

from typing import Any

from flask import Flask, g
from flask_login import current_user

from accountability.accounts.models import Account
from accountability.core import clock, streams


def looking() -> Account | None:
    """The account that looks at the page, if it is signed in."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def init_app(app: Flask) -> None:
    """Give templates the account and where its stream stands."""

    @app.context_processor
    def account() -> dict[str, Any]:
        who = looking()
        if who is None:
            return {"current_account": None, "page": ""}
        return {
            "current_account": who,
            "sign_in": g.sign_in,
            "now": clock.now().isoformat(),
            "theme": who.theme or "",
            "page": "",
            "epoch": streams.epoch(),
            "account_head": who.stream.head,
        }
