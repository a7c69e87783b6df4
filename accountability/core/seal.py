"""Encryption of private words: AES-256-GCM, bound to the place they stand in.

A stored value is `version, length of the key's name, name, nonce, ciphertext`. The place (table,
column, row and owner) is authenticated with it, so a value moved to another row does not open
(ASVS 11.3.3).
"""

import hmac
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = 1
NONCE = 12

_keys: dict[str, AESGCM] = {}
_marking: list[bytes] = []


class Unsealable(Exception):  # noqa: N818
    """Stored words that no key opens in this place: moved, damaged, or their key is gone."""


def use_keys(keys: Mapping[str, bytes]) -> None:
    """Take these keys; the first one seals, all of them open."""
    _keys.clear()
    _keys.update({name: AESGCM(key) for name, key in keys.items()})
    _marking[:] = list(keys.values())[:1]


def sealed(words: str, place: str) -> bytes:
    """Encrypt words for one place, under the newest key."""
    name, key = next(iter(_keys.items()))
    nonce = os.urandom(NONCE)
    head = bytes([VERSION, len(name)]) + name.encode()
    return head + nonce + key.encrypt(nonce, words.encode(), place.encode())


def marked(words: str, purpose: str) -> bytes:
    """What knows words again without holding them; for each purpose another."""
    return hmac.digest(
        hmac.digest(_marking[0], purpose.encode(), "sha256"), words.encode(), "sha256"
    )


def opened(stored: bytes, place: str) -> str:
    """Decrypt what was sealed for this place; raises Unsealable for anything else."""
    try:
        length = stored[1]
        key, rest = _keys[stored[2 : 2 + length].decode()], stored[2 + length :]
        if stored[0] == VERSION:
            return key.decrypt(rest[:NONCE], rest[NONCE:], place.encode()).decode()
    except (IndexError, KeyError, ValueError, InvalidTag):
        pass  # too short, no such key, not ours, not for this place: all the same to a reader
    raise Unsealable(place.partition(":")[0])
