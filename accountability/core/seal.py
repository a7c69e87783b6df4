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
    """Take these keys, the newest first: that one seals and marks, all of them open and know."""
    _keys.clear()
    _keys.update({name: AESGCM(key) for name, key in keys.items()})
    _marking[:] = keys.values()


def sealed(words: str, place: str) -> bytes:
    """Encrypt words for one place, under the newest key."""
    name, key = next(iter(_keys.items()))
    nonce = os.urandom(NONCE)
    head = bytes([VERSION, len(name)]) + name.encode()
    return head + nonce + key.encrypt(nonce, words.encode(), place.encode())


def marks(words: str, purpose: str) -> list[bytes]:
    """What knows words again without holding them: a mark for each key, the newest first.

    The first one is to be stored. What was stored before that key came is known by a later one.
    Another purpose has other marks.
    """
    return [_mark(key, words, purpose) for key in _marking]


def _mark(key: bytes, words: str, purpose: str) -> bytes:
    own = hmac.digest(key, purpose.encode(), "sha256")
    return hmac.digest(own, words.encode(), "sha256")


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
