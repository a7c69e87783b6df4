"""Bodies that no page of ours would send, made from one that it would."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import urlencode

from tests.client.http import FORM, JSON, make_key

Fields = dict[str, str]
Body = tuple[str, bytes]

MEGABYTE = "x" * 2**20
DEEP = 1_000


def _form(fields: Fields) -> Body:
    return FORM, urlencode(fields).encode()


def _json(told: object) -> Body:
    return JSON, json.dumps(told).encode()


def _raw(text: str) -> Callable[[Fields], Body]:
    return lambda _fields: (JSON, text.encode())


def _first(fields: Fields) -> str:
    """The field to be spoiled; an act without fields is given one it does not know."""
    return next((name for name in fields if name not in ("key", "csrf_token")), "text")


def _with(text: object) -> Callable[[Fields], Body]:
    return lambda fields: _json({**fields, _first(fields): text})


def _form_with(text: str) -> Callable[[Fields], Body]:
    return lambda fields: _form({**fields, _first(fields): text})


def _many(fields: Fields) -> Body:
    return _form(fields | {f"more{number}": "x" for number in range(200)})


# Whatever the act is, none of these does anything.
NEVER: dict[str, Callable[[Fields], Body]] = {
    "huge": _form_with(MEGABYTE),
    "huge json": _with(MEGABYTE),
    "huge name": lambda fields: _form({**fields, MEGABYTE: "x"}),
    "nul": _form_with("a\0b"),
    "nul in a name": lambda fields: _form({**fields, "a\0b": "x"}),
    "nul json": _with("a\0b"),
    "lone surrogate": _with("a\ud800b"),
    "nested": _raw("[" * DEEP + "]" * DEEP),
    "nested object": _raw('{"a":' * DEEP + "1" + "}" * DEEP),
    "nested deeper": _raw("[" * 30_000),
    "object in a field": _with({"role": "host"}),
    "list in a field": _with(["a", "b"]),
    "list": lambda fields: _json([fields]),
    "number": _raw("17"),
    "text": _raw('"text"'),
    "null": _raw("null"),
    "no json at all": _raw("{nothing"),
    "bytes that are no text": lambda _fields: (JSON, b"\xff\xfe\x00"),
    "many fields": _many,
}
# Without its key an act is nobody's.
KEYLESS: dict[str, Callable[[Fields], Body]] = {
    "no key": lambda fields: _form({**fields, "key": ""}),
    "short key": lambda fields: _form({**fields, "key": "abc"}),
    "long key": lambda fields: _form({**fields, "key": "a" * 65}),
    "strange key": lambda fields: _form({**fields, "key": "../../../../etc/passwd"}),
    "number as key": lambda fields: _json({**fields, "key": 17}),
    "another kind of body": lambda fields: ("text/plain", urlencode(fields).encode()),
    "nothing": lambda _fields: (FORM, b""),
}
# A field of the wrong kind is refused, or left alone where it may be missing.
WRONG = [
    "",
    " \t\n",
    "x" * 9_000,
    "-1",
    "1e309",
    "NaN",
    "99999999999999999999999",
    "2999-12-31",
    "0000-00-00",
    "null",
    "' OR 1=1 --",
    "../../etc/passwd",
    "{{ 7 * 7 }}",
    "%00",
    "\u202e\U0010ffff",
    True,
    -17,
    1.5,
    None,
]


def wrong_fields(fields: Fields) -> list[tuple[str, object, Body]]:
    """Each field of an act, spoiled in each way."""
    return [
        (name, wrong, _json({**fields, "key": make_key(), name: wrong}))
        for name in fields
        if name != "csrf_token"
        for wrong in WRONG
    ]
