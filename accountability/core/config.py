"""Every setting: its environment name, its type, whether it is required.

The start is refused when one is missing, too short or not understood: a service that keeps private
words must not run on a guess.
"""

import os
import re
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parents[2]
SHORTEST_SECRET = 32


class ConfigError(Exception):
    """A setting that the service cannot start with, in one sentence."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one running service."""

    instance_path: Path
    secret_key: str
    password_salt: str
    seal_keys: Mapping[str, bytes]
    vapid_key: str
    database_url: str
    app_name: str
    public_url: str | None
    smtp_url: str | None
    mail_from: str
    exit_url: str
    proxies: int
    limits: bool
    joins_within: int
    pseudo_words: bool
    style_page: bool = False
    metrics_token: str | None = None
    logs: str = "lines"
    redis_url: str | None = None
    push_loopback: bool = False

    @property
    def is_https(self) -> bool:
        """Whether people reach the service by https: decides cookie names and flags."""
        return bool(self.public_url and self.public_url.startswith("https://"))


def _text(environ: Mapping[str, str], name: str, default: str) -> str:
    value = environ.get(name, default).strip()
    if not value or not value.isprintable():
        raise ConfigError(f"{name} must be one line of text.")
    return value


def _flag(environ: Mapping[str, str], name: str, default: str) -> bool:
    value = environ.get(name, default).lower()
    if value not in {"on", "off"}:
        raise ConfigError(f"{name} must be on or off, not {value!r}.")
    return value == "on"


def _one_of(environ: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    value = environ.get(name, choices[0]).lower()
    if value not in choices:
        raise ConfigError(f"{name} must be {' or '.join(choices)}, not {value!r}.")
    return value


def _token(environ: Mapping[str, str], name: str) -> str | None:
    value = environ.get(name)
    if value is not None and not re.fullmatch(r"[!-~]{20,200}", value):
        raise ConfigError(f"{name} must be 20 to 200 letters, figures and signs without a blank.")
    return value


def _number(
    environ: Mapping[str, str], name: str, *, most: int, least: int = 0, default: str = "0"
) -> int:
    value = environ.get(name, default)
    if not re.fullmatch(r"\d{1,3}", value) or not least <= int(value) <= most:
        raise ConfigError(f"{name} must be a number from {least} to {most}, not {value!r}.")
    return int(value)


def _url(environ: Mapping[str, str], name: str, schemes: set[str]) -> str | None:
    value = environ.get(name)
    if value is None:
        return None
    try:
        parts = urlsplit(value)
    except ValueError:  # a bracket that is never closed, say
        parts = urlsplit("")
    if parts.scheme not in schemes or not (parts.netloc or parts.path):
        raise ConfigError(f"{name} must be an address that begins with {' or '.join(schemes)}.")
    return value


def _secret(environ: Mapping[str, str], instance: Path, name: str) -> str:
    kept = instance / name.lower()
    try:
        value = environ.get(name) or (kept.read_text().strip() if kept.is_file() else "")
    except (OSError, UnicodeError) as fault:
        raise ConfigError(f"{name} cannot be read from {kept}.") from fault
    if len(value) < SHORTEST_SECRET:
        raise ConfigError(
            f"{name} is missing or shorter than {SHORTEST_SECRET} characters; "
            f"set it in the environment or in {kept.name} of the instance folder."
        )
    return value


def _seal_keys(text: str) -> dict[str, bytes]:
    """Read `k2:BASE64 k1:BASE64`; the first one seals, all of them open."""
    keys: dict[str, bytes] = {}
    for part in re.split(r"[\s,]+", text.strip()):
        name, _, encoded = part.partition(":")
        try:
            key = urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
        except ValueError:
            key = b""
        if not re.fullmatch(r"[a-z0-9]{1,8}", name) or len(key) != 32:
            raise ConfigError("SEAL_KEYS must look like k1:<base64 of 32 bytes>.")
        keys[name] = key
    return keys


def _vapid_key(text: str) -> str:
    """Read the key that signs what is pushed: a private number of P-256."""
    try:
        number = int.from_bytes(urlsafe_b64decode(f"{text}=")) if len(text) == 43 else 0
        ec.derive_private_key(number, ec.SECP256R1())
    except ValueError:
        raise ConfigError("VAPID_KEY must be the base64 of 32 bytes, a key of P-256.") from None
    return text


def instance_path(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder that holds the database, the secrets and nothing of the code."""
    return Path(environ.get("INSTANCE_PATH") or ROOT / "instance").resolve()


def _database(environ: Mapping[str, str], instance: Path) -> str:
    value = _url(environ, "DATABASE_URL", {"sqlite", "postgresql"})
    try:
        parts = make_url(value or f"sqlite:///{instance / 'steady.sqlite'}")
    except (ArgumentError, ValueError) as fault:  # its words would quote a password
        looks = "postgresql://name:password@host:5432/database"
        raise ConfigError(f"DATABASE_URL must look like {looks}.") from fault
    if parts.drivername == "sqlite" and parts.database in {None, "", ":memory:"}:
        raise ConfigError("DATABASE_URL must name a file: what is in memory alone is forgotten.")
    return value or f"sqlite:///{instance / 'steady.sqlite'}"


def _smtp(environ: Mapping[str, str]) -> str | None:
    """Mail holds links that sign in: where they lead must not be what a stranger's request says."""
    value = _url(environ, "SMTP_URL", {"smtp", "smtps"})
    if value and "PUBLIC_URL" not in environ:
        raise ConfigError("SMTP_URL needs PUBLIC_URL: the links in mails must lead somewhere sure.")
    return value


def _redis(environ: Mapping[str, str]) -> str | None:
    value = _url(environ, "REDIS_URL", {"redis", "rediss"})
    if value:
        from redis.connection import parse_url  # it takes a while to load, and few need it

        try:
            parse_url(value)
        except ValueError:
            raise ConfigError("REDIS_URL is not understood: its port, say.") from None
    return value


def read(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read all settings, or raise ConfigError with one sentence for the person who starts it."""
    instance = instance_path(environ)
    return Settings(
        instance_path=instance,
        secret_key=_secret(environ, instance, "SECRET_KEY"),
        password_salt=_secret(environ, instance, "PASSWORD_SALT"),
        seal_keys=_seal_keys(_secret(environ, instance, "SEAL_KEYS")),
        database_url=_database(environ, instance),
        vapid_key=_vapid_key(_secret(environ, instance, "VAPID_KEY")),
        app_name=_text(environ, "APP_NAME", "Steady"),
        public_url=_url(environ, "PUBLIC_URL", {"http", "https"}),
        smtp_url=_smtp(environ),
        mail_from=_text(environ, "MAIL_FROM", "hello@localhost"),
        exit_url=_url(environ, "EXIT_URL", {"https"}) or "https://www.bbc.com/weather",
        proxies=_number(environ, "PROXIES", most=5),
        limits=_flag(environ, "LIMITS", "on"),
        joins_within=_number(environ, "JOINS_WITHIN", most=60, least=1, default="10"),
        pseudo_words=_flag(environ, "PSEUDO_WORDS", "off"),
        style_page=_flag(environ, "STYLE_PAGE", "off"),
        metrics_token=_token(environ, "METRICS_TOKEN"),
        logs=_one_of(environ, "LOGS", ("lines", "json")),
        redis_url=_redis(environ),
        push_loopback=_flag(environ, "PUSH_LOOPBACK", "off"),
    )
