"""Engine.IO 4 and Socket.IO 5 as they stand on the wire, for text frames of the namespace `/`."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

ENGINE = {"0": "open", "1": "close", "2": "ping", "3": "pong", "6": "noop"}
PACKET = {"0": "connected", "1": "disconnected", "2": "event", "3": "ack", "4": "refused"}


@dataclass(frozen=True)
class Frame:
    """One frame: its kind, and what it carries.

    `kind` is a word of `ENGINE` or `PACKET`, or `unknown`.
    """

    kind: str
    name: str = ""
    payload: Any = None
    number: int | None = None


def parse(text: str) -> Frame:
    """Read one text frame. Whatever is not understood is `unknown`, never an error."""
    if text[:1] in ENGINE:
        return Frame(ENGINE[text[0]], payload=_json(text[1:]))
    if text[:1] == "4" and text[1:2] in PACKET:
        return _packet(PACKET[text[1]], text[2:])
    return Frame("unknown", payload=text)


def _packet(kind: str, rest: str) -> Frame:
    found = re.fullmatch(r"(?:(/[^,]*),)?(\d*)(.*)", rest, re.DOTALL)
    if found is None or found[1]:
        return Frame("unknown", payload=rest)
    number = int(found[2]) if found[2] else None
    body = _json(found[3])
    if kind == "event":
        return _event(body, number)
    if kind == "ack":
        return Frame(kind, payload=body[0] if body else None, number=number)
    return Frame(kind, payload=body)


def _event(body: Any, number: int | None) -> Frame:
    if not isinstance(body, list) or not body or not isinstance(body[0], str):
        return Frame("unknown", payload=body)
    return Frame("event", name=body[0], payload=body[1] if len(body) > 1 else None, number=number)


def _json(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text


def connect(wish: dict[str, Any] | None = None) -> str:
    """The connect packet: `40`, or `40{"as": "data"}`."""
    return "40" + (json.dumps(wish, separators=(",", ":")) if wish else "")


def event(name: str, payload: Any, number: int | None = None) -> str:
    """An event, with a number if an acknowledgement is wanted."""
    wanted = "" if number is None else str(number)
    return "42" + wanted + json.dumps([name, payload], separators=(",", ":"))
