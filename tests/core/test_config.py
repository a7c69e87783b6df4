"""The settings: what is refused, in one sentence, and that nothing secret has a default."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from accountability.core import config
from accountability.core.config import ConfigError
from accountability.core.secrets_file import MAKERS, ensure_secrets
from tests.settings import VAPID_KEY

KEY = urlsafe_b64encode(bytes(range(32))).decode()
SECRETS = {
    "SECRET_KEY": "s" * 32,
    "PASSWORD_SALT": "p" * 32,
    "SEAL_KEYS": f"k1:{KEY}",
    "VAPID_KEY": VAPID_KEY,
}


@pytest.fixture
def environ(tmp_path) -> dict[str, str]:
    """The least that a start needs."""
    return {"INSTANCE_PATH": str(tmp_path), **SECRETS}


def test_secrets_alone_are_enough_to_start(environ, tmp_path):
    settings = config.read(environ)

    assert settings.database_url == f"sqlite:///{tmp_path / 'steady.sqlite'}"
    assert settings.limits is True and settings.pseudo_words is False
    assert settings.is_https is False


@pytest.mark.parametrize("name", SECRETS)
def test_no_secret_has_a_default(environ, name):
    del environ[name]

    with pytest.raises(ConfigError, match=name):
        config.read(environ)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", ""),
        ("PASSWORD_SALT", "p" * 31),
        ("SEAL_KEYS", "k" * 40),
        ("SEAL_KEYS", f"K1:{KEY}"),
        ("SEAL_KEYS", f"k1:{KEY[:40]}"),
        ("SEAL_KEYS", f"k1:{'é' * 43}"),
        ("SEAL_KEYS", f"k1:{KEY} k2"),
        ("VAPID_KEY", "v" * 42),
        ("VAPID_KEY", "A" * 43),
        ("VAPID_KEY", "_" * 43),
        ("PUSH_LOOPBACK", "yes"),
        ("DATABASE_URL", ""),
        ("DATABASE_URL", "mysql://somewhere/db"),
        ("DATABASE_URL", "steady.sqlite"),
        ("DATABASE_URL", "postgresql://[broken/db"),
        ("APP_NAME", "  "),
        ("APP_NAME", "two\nlines"),
        ("PUBLIC_URL", "example.org"),
        ("PUBLIC_URL", "ftp://example.org"),
        ("PUBLIC_URL", "https://"),
        ("SMTP_URL", "mail.example.org:25"),
        ("SMTP_URL", "smtp://mail.example.org"),  # without PUBLIC_URL
        ("MAIL_FROM", "a@b\r\nBcc: c@d"),
        ("EXIT_URL", "http://example.org"),
        ("EXIT_URL", "javascript:alert(1)"),
        ("PROXIES", "two"),
        ("PROXIES", "-1"),
        ("PROXIES", "6"),
        ("LIMITS", "yes"),
        ("PSEUDO_WORDS", "1"),
        ("JOINS_WITHIN", "0"),
        ("JOINS_WITHIN", "61"),
        ("REDIS_URL", "localhost:6379"),
        ("REDIS_URL", "redis://localhost:port"),
    ],
)
def test_what_is_not_understood_is_refused_in_one_sentence(environ, name, given):
    environ[name] = given

    with pytest.raises(ConfigError) as refused:
        config.read(environ)

    said = str(refused.value)
    assert name in said
    assert said.endswith(".") and "\n" not in said and len(said) < 200


@pytest.mark.parametrize("name", SECRETS)
def test_a_refusal_never_repeats_a_secret(environ, name):
    environ[name] = "k1:hunter2hunter2"

    with pytest.raises(ConfigError) as refused:
        config.read(environ)

    assert "hunter2" not in str(refused.value)


def test_the_first_of_several_keys_seals(environ):
    other = urlsafe_b64encode(bytes(32)).decode()
    environ["SEAL_KEYS"] = f"k2:{other} k1:{KEY}"

    keys = config.read(environ).seal_keys

    assert list(keys) == ["k2", "k1"] and keys["k1"] == bytes(range(32))


def test_https_is_told_by_the_public_address(environ):
    environ["PUBLIC_URL"] = "https://steady.example"

    assert config.read(environ).is_https


def test_secrets_made_at_the_first_start_are_private_and_stay(tmp_path):
    folder = tmp_path / "instance"
    ensure_secrets(folder, {})
    first = config.read({"INSTANCE_PATH": str(folder)})

    ensure_secrets(folder, {})

    assert config.read({"INSTANCE_PATH": str(folder)}) == first
    assert len({first.secret_key, first.password_salt, *first.seal_keys.values()}) == 3
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_starts_at_once_agree_on_the_secrets_also_under_one_process_number(tmp_path):
    folder = tmp_path / "instance"
    together = Barrier(4)

    def start(_number):
        together.wait()
        ensure_secrets(folder, {})
        return config.read({"INSTANCE_PATH": str(folder)}).secret_key

    with ThreadPoolExecutor(4) as starts:
        assert len(set(starts.map(start, range(4)))) == 1
    assert sorted(path.name for path in folder.iterdir()) == sorted(MAKERS)


def test_a_folder_that_cannot_hold_secrets_stops_the_start_in_one_sentence(tmp_path):
    (tmp_path / "instance").write_text("a file, not a folder")

    with pytest.raises(ConfigError, match="cannot be kept") as refused:
        ensure_secrets(tmp_path / "instance", {})

    assert "\n" not in str(refused.value)
