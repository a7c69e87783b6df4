"""How a test goes through the public doors of accounts."""

from __future__ import annotations

import re
from typing import Any

from tests.cast import PASSWORD, Browser

FIELD = re.compile(r'name="csrf_token" value="([^"]+)"')


def token_on(browser: Browser, path: str) -> str:
    """The token that the form of this page carries."""
    found = FIELD.search(browser.get(path).get_data(as_text=True))
    assert found, f"{path} has no form"
    return found[1]


def send(browser: Browser, path: str, /, page: str | None = None, **fields: Any) -> Any:
    """Fill in the form of a page and send it as a person does."""
    browser.token = token_on(browser, page or path)
    return browser.post(path, page=True, **fields)


def sign_up(browser: Browser, email: str, **fields: Any) -> Any:
    """Become an account."""
    given = {"name": "Noa", "password": PASSWORD, "adult": "y", "consent": "y", **fields}
    return send(browser, "/sign-up", email=email, **given)


def sign_in(browser: Browser, email: str, password: str = PASSWORD, **fields: Any) -> Any:
    """Sign in by the page."""
    return send(browser, "/sign-in", email=email, password=password, **fields)


def is_signed_in(browser: Browser) -> bool:
    """Whether the account's own page opens."""
    return browser.get("/me").status_code == 200


def cookie_of(browser: Browser) -> str:
    """The session cookie as a thief would copy it."""
    cookie = browser.client.get_cookie("session")
    return cookie.value if cookie else ""


def with_cookie(app: Any, cookie: str) -> Browser:
    """A browser into which a copied cookie was put."""
    thief = Browser(app)
    thief.client.set_cookie("session", cookie)
    return thief
