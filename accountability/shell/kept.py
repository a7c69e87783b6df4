"""Which pages a device keeps, and by what its worker knows that it has these and no others."""

from base64 import b64encode
from collections.abc import Callable
from contextvars import Context
from datetime import date
from functools import lru_cache
from hashlib import sha384
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import get_locale

from accountability.core import clock
from accountability.core.built import built
from accountability.urges import help_lines


def _addresses() -> list[str]:
    places = [*(code.lower() for code in help_lines.countries()), "other"]
    countries = [url_for("help.country", country=place) for place in places]
    return [url_for("shell.offline"), url_for("help.index"), *countries]


def _as_nobody(app: Flask, language: str, address: str, ask: Callable[[], Any]) -> Any:
    """Ask as a browser without a cookie would, with nothing known of whoever is asking now."""

    def asked() -> Any:
        with app.test_request_context(address, headers={"Accept-Language": language}):
            return ask()

    return Context().run(asked)


def _hash_of(app: Flask, address: str, language: str) -> str:
    answer = _as_nobody(app, language, address, lambda: app.make_response(app.dispatch_request()))
    page: bytes = answer.get_data()
    return f"sha384-{b64encode(sha384(page).digest()).decode()}"


@lru_cache(maxsize=16)
def _hashes(app: Flask, language: str, _version: str, _day: date) -> dict[str, str]:
    return {address: _hash_of(app, address, language) for address in _addresses()}


def hashes_of_pages() -> dict[str, str]:
    """What each kept page comes to for whoever asks now: its style and its day change it, too."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    wanted = request.headers.get("Accept-Language", "")
    language = _as_nobody(app, wanted, "/", lambda: str(get_locale()))
    return _hashes(app, language, built("version"), clock.now().date())
