"""Knowing a banned address again without keeping it."""

import hashlib
import hmac
from collections.abc import Iterator

from flask import current_app

from accountability.accounts.addresses import canonical
from accountability.circles.models import Circle

PURPOSE = b"banned address 1"


def _hashed(key: bytes, circle: Circle, address: str) -> bytes:
    own = hmac.digest(key, PURPOSE, hashlib.sha256)
    # With the circle in it, two circles' bans of one person cannot be recognised as the same.
    words = f"{circle.public_id} {canonical(address)}"
    return hmac.digest(own, words.encode(), hashlib.sha256)


def hashes(circle: Circle, address: str) -> Iterator[tuple[str, bytes]]:
    """The name of each key and the hash that it makes of this address, the newest key first."""
    for name, key in current_app.config["STEADY"].seal_keys.items():
        yield name, _hashed(key, circle, address)
