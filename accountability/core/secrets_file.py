"""The secrets of an instance, made at its first start and kept beside its database."""

import os
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from secrets import token_bytes, token_hex, token_urlsafe

from cryptography.hazmat.primitives.asymmetric import ec

from accountability.core.config import ConfigError


def _seal_key() -> str:
    return f"k1:{urlsafe_b64encode(token_bytes(32)).decode()}"


def _vapid_key() -> str:
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return urlsafe_b64encode(number.to_bytes(32)).decode().rstrip("=")


MAKERS: Mapping[str, Callable[[], str]] = {
    "secret_key": lambda: token_urlsafe(48),
    "password_salt": lambda: token_urlsafe(48),
    "seal_keys": _seal_key,
    "vapid_key": _vapid_key,
}


def ensure_secrets(instance_path: Path, environ: Mapping[str, str] = os.environ) -> None:
    """Make each secret that neither the environment nor the folder holds; never replace one."""
    try:
        instance_path.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, make in MAKERS.items():
            if not environ.get(name.upper()):
                _keep(instance_path / name, make())
    except OSError as fault:
        raise ConfigError(
            f"The secrets cannot be kept in {instance_path}: {fault.strerror}."
        ) from fault


def _keep(path: Path, secret: str) -> None:
    # Written aside and linked into place: two starts at once agree on one secret, and a start that
    # is cut off leaves none half-written. Two containers may have one process number.
    if path.exists():
        return
    fresh = path.with_name(f"{path.name}.{token_hex(8)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secret + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
