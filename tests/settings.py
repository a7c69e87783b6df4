"""The settings of a service under test."""

from base64 import urlsafe_b64encode
from pathlib import Path

from accountability.core.config import Settings

SEAL_KEYS = {"k1": bytes(range(32))}
VAPID_KEY = urlsafe_b64encode(bytes(range(1, 33))).decode().rstrip("=")


def settings_for(instance: Path, database_url: str) -> Settings:
    """Settings as a small real installation has them, with limits off."""
    return Settings(
        instance_path=instance,
        secret_key="a secret only for tests, long enough",
        password_salt="a salt only for tests, and long enough",
        seal_keys=SEAL_KEYS,
        vapid_key=VAPID_KEY,
        database_url=database_url,
        app_name="Steady",
        public_url=None,
        smtp_url=None,
        mail_from="hello@localhost",
        exit_url="https://www.bbc.com/weather",
        proxies=0,
        limits=False,
        joins_within=10,
        pseudo_words=False,
    )
