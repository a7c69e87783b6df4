"""Flask-Security's settings: what is on, what is off, and what it says."""

import hmac
from datetime import timedelta
from typing import Any

from accountability.core import clock
from accountability.core.config import Settings


def _sentence(text: str) -> str:
    """Mark a sentence for translation; Flask-Security translates it when it is shown."""
    return text


SAYS = {
    "GENERIC_AUTHN_FAILED": _sentence("The address and the password do not go together."),
    "INVALID_PASSWORD": _sentence("This is not your password."),
    "USER_DOES_NOT_EXIST": _sentence("The address and the password do not go together."),
    "DISABLED_ACCOUNT": _sentence("This account is closed."),
    "EMAIL_NOT_PROVIDED": _sentence("Please write your e-mail address."),
    "INVALID_EMAIL_ADDRESS": _sentence("This does not look like an e-mail address."),
    "EMAIL_ALREADY_ASSOCIATED": _sentence("This address is in use already. Please sign in."),
    "PASSWORD_NOT_PROVIDED": _sentence("Please write a password."),
    "PASSWORD_IS_THE_SAME": _sentence("This is the password you have now."),
    "PASSWORD_CHANGE": _sentence("Your password is changed. Other browsers are signed out."),
    "PASSWORD_RESET_NO_LOGIN": _sentence("Your password is changed. Please sign in with it."),
    "PASSWORD_RESET_REQUEST": _sentence(
        "If %(email)s has an account here, a mail with a link is on its way."
    ),
    "PASSWORD_RESET_EXPIRED": _sentence("This link is too old. Ask for a new one here."),
    "INVALID_RESET_PASSWORD_TOKEN": _sentence(
        "This link was used or is too old. Sign in, or ask for a new one here."
    ),
    "CONFIRM_REGISTRATION": _sentence(
        "A mail is on its way to %(email)s. Open the link in it, then sign in."
    ),
    "CONFIRMATION_REQUEST": _sentence(
        "If %(email)s waits to be confirmed, a mail with a link is on its way."
    ),
    "CONFIRMATION_REQUIRED": _sentence("Please open the link in our mail first."),
    "CONFIRMATION_EXPIRED": _sentence("This link is too old. Ask for a new one here."),
    "INVALID_CONFIRMATION_TOKEN": _sentence(
        "This link was used or is too old. Sign in, or ask for a new one here."
    ),
    "EMAIL_CONFIRMED": _sentence("Thank you. Your address is confirmed: please sign in."),
    "ALREADY_CONFIRMED": _sentence("Your address is confirmed already. Please sign in."),
    "UNAUTHENTICATED": _sentence("Please sign in first."),
    "REAUTHENTICATION_REQUIRED": _sentence("Please show once more that it is you."),
    "REAUTHENTICATION_SUCCESSFUL": _sentence("Thank you."),
    "INVALID_REDIRECT": _sentence("Let us stay here."),
}

TURNS_BAD = {"GENERIC_AUTHN_FAILED", "PASSWORD_RESET_EXPIRED", "INVALID_RESET_PASSWORD_TOKEN"}

# OWASP's own choice for Argon2id: light enough that a crowd at the door of a small machine gets in.
ARGON2 = {"argon2__memory_cost": 19_456, "argon2__rounds": 2, "argon2__parallelism": 1}

ALWAYS: dict[str, Any] = {
    "REGISTERABLE": True,
    "RECOVERABLE": True,
    "CHANGEABLE": True,
    "LOGIN_URL": "/sign-in",
    "LOGOUT_URL": "/sign-out",
    "REGISTER_URL": "/sign-up",
    "RESET_URL": "/password/reset",
    "CHANGE_URL": "/password/change",
    "CONFIRM_URL": "/confirm",
    "VERIFY_URL": "/password/again",
    "LOGOUT_METHODS": ["POST"],
    "STATIC_FOLDER": None,
    "CLI_USERS_NAME": None,
    "CLI_ROLES_NAME": None,
    "PASSWORD_HASH": "argon2",
    "PASSWORD_SCHEMES": ["argon2"],
    "PASSWORD_HASH_PASSLIB_OPTIONS": ARGON2,
    "HASHING_SCHEMES": ["hex_sha256"],  # of signed tokens; the default holds everybody up for 0.5 s
    "DATETIME_FACTORY": clock.now,
    "PASSWORD_LENGTH_MIN": 12,
    "PASSWORD_NORMALIZE_FORM": "NFKC",
    "PASSWORD_CONFIRM_REQUIRED": False,
    "RETURN_GENERIC_RESPONSES": True,
    "EMAIL_PLAINTEXT": False,
    "EMAIL_HTML": False,
    "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "SEND_PASSWORD_CHANGE_EMAIL": False,
    "EMAIL_TEMPLATE_PASSWORD_RESET": "password_link",
    "EMAIL_TEMPLATE_PASSWORD_RESET_NOTICE": "password_changed",
    "EMAIL_TEMPLATE_CONFIRM": "confirm",
    "REGISTER_EMAIL_TEMPLATE": "confirm",
    "REGISTER_EMAIL_EXISTING_TEMPLATE": "again",
    "RESET_PASSWORD_WITHIN": timedelta(hours=1),
    "CONFIRM_EMAIL_WITHIN": timedelta(hours=1),
    "FRESHNESS": timedelta(minutes=10),
    "FRESHNESS_GRACE_PERIOD": timedelta(0),
    "FRESHNESS_ALLOW_AUTH_TOKEN": False,
    "API_ENABLED_METHODS": ["session"],
    "CACHE_CONTROL": {"private": None, "no-store": None},
    "POST_CHANGE_VIEW": "accounts.me",
    "POST_VERIFY_VIEW": "accounts.me",
}


def settings_of(settings: Settings) -> dict[str, Any]:
    """Every setting of Flask-Security for this service."""
    mailed = settings.smtp_url is not None
    chosen = ALWAYS | {
        "PASSWORD_SALT": settings.password_salt,
        "CONFIRMABLE": mailed,
        "SEND_REGISTER_EMAIL": mailed,
        "POST_REGISTER_VIEW": "security.login" if mailed else "front.safety",
        "TOTP_SECRETS": {name.upper(): _apart(key) for name, key in settings.seal_keys.items()},
        "TOTP_ISSUER": settings.app_name,
    }
    for name, sentence in SAYS.items():
        chosen[f"MSG_{name}"] = (sentence, "error" if name in TURNS_BAD else "info")
    return {f"SECURITY_{name}": value for name, value in chosen.items()}


def _apart(key: bytes) -> str:
    """A key of its own made from a seal key, so that no key serves two ends."""
    return hmac.digest(key, b"one-time codes", "sha256").hex()
