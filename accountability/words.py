"""The language of every page, and the pseudo-language that shows words nobody made translatable."""

from typing import Any

from babel import Locale
from flask import Flask, has_request_context, request
from flask_babel import Domain, get_locale
from flask_login import current_user

from accountability.core.config import Settings
from accountability.core.extensions import babel

LANGUAGES = {"en": "English"}
OPEN, CLOSE = "⟦", "⟧"


def _language() -> str:
    if not has_request_context():
        return "en"
    chosen = getattr(current_user, "language", None)
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(list(LANGUAGES)) or "en"


def _zone() -> str:
    return getattr(current_user, "zone", None) or "UTC" if has_request_context() else "UTC"


class _Bracketed:
    """Translations that put whatever they translate into brackets."""

    def __init__(self, plain: Any) -> None:
        self._plain = plain

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._plain, name)
        if not name.endswith("gettext"):
            return found
        return lambda *given: f"{OPEN}{found(*given)}{CLOSE}"


class Words(Domain):
    """The words of the service, each language of them found at once.

    The library asks three times for the request and spells the language out, for every word.
    """

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[Locale | None, Any] = {}

    def get_translations(self) -> Any:
        """Answer the translations of whoever reads."""
        locale = get_locale()
        if locale not in self._known:
            self._known[locale] = super().get_translations()
        return self._known[locale]


def _pseudo() -> None:
    """Bracket every translated text, so that a test can find the ones that are not.

    Templates ask the translations, Python asks the domain, and the domain asks them too.
    """
    plain = Domain.get_translations
    Domain.get_translations = lambda domain: _Bracketed(plain(domain))


def init_app(app: Flask) -> None:
    """Bind translation to the app."""
    settings: Settings = app.config["STEADY"]
    babel.init_app(app, locale_selector=_language, timezone_selector=_zone)
    babel.domain_instance = Words()
    if settings.pseudo_words:
        _pseudo()
    app.jinja_env.globals.update(
        app_name=settings.app_name, exit_url=settings.exit_url, languages=LANGUAGES
    )

    @app.context_processor
    def language() -> dict[str, Any]:
        return {"language": str(get_locale() or "en")}
