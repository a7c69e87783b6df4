"""Knowing a banned address again without keeping it."""

import hashlib
import hmac
import unicodedata
from collections.abc import Iterator

from flask import current_app

from accountability.circles.models import Circle

PURPOSE = b"banned address 1"
DOTLESS = {"gmail.com", "googlemail.com"}


def canonical(address: str) -> str:
    """One spelling for all that reach one mailbox: no case, no +tag, no dots where none count."""
    plain = unicodedata.normalize("NFKC", address).strip().casefold()
    name, _, domain = plain.rpartition("@")
    name = name.partition("+")[0] or name
    if domain in DOTLESS:
        name, domain = name.replace(".", ""), "gmail.com"
    return f"{name}@{domain}"


def _hashed(key: bytes, circle: Circle, address: str) -> bytes:
    own = hmac.digest(key, PURPOSE, hashlib.sha256)
    # With the circle in it, two circles' bans of one person cannot be recognised as the same.
    words = f"{circle.public_id} {canonical(address)}"
    return hmac.digest(own, words.encode(), hashlib.sha256)


def hashes(circle: Circle, address: str) -> Iterator[tuple[str, bytes]]:
    """The name of each key and the hash that it makes of this address, the newest key first."""
    for name, key in current_app.config["STEADY"].seal_keys.items():
        yield name, _hashed(key, circle, address)
