"""Cleo is signed in and belongs to nothing: all that reaches her is kept, to the last byte."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from accountability.app import create_app
from tests.client.follow import Follower
from tests.client.http import Answer, Browser
from tests.kit.cast import sign_up_new
from tests.settings import settings_for

# What differs from answer to answer: ids, keys, tokens, dates.
PASSING = re.compile(r"[\w.-]{22,}|\d\d:\d\d(:\d\d(\.\d+)?)?")


def addresses(folder: Path) -> list[tuple[str, str]]:
    """Every (method, address with one {id} in it) of the service, but for invitations.

    The secret of an invitation is in its address: whoever has it may see the door.
    """
    routes = create_app(settings_for(folder, f"sqlite:///{folder}/routes.sqlite")).url_map
    found = []
    for rule in routes.iter_rules():
        named = re.sub(r"<id:\w+>", "{id}", rule.rule)
        if rule.rule.count("<id:") == 1 and "token" not in rule.arguments:
            found += [(method, named) for method in sorted(rule.methods & {"GET", "POST"})]
    return found


class Outsider:
    """Cleo: she follows by socket, and tries every address with every id there is."""

    def __init__(self, origin: str) -> None:
        self.browser: Browser = sign_up_new(origin, "Cleo")
        self.follower = Follower(self.browser)

    def __enter__(self) -> Self:
        self.follower.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.follower.stop()

    def told_apart(self, routes: list[tuple[str, str]], places: Iterable[str]) -> list[str]:
        """The addresses at which what is there is answered otherwise than what never was.

        A place is the first word of its addresses and its id: `circles/4f1N…`.
        """
        real = [place.split("/") for place in places]
        return [
            f"{method} {address.format(id=one)}"
            for method, address in routes
            for expected in [self._answer(method, address, secrets.token_urlsafe(16))]
            for word, one in real
            if address.startswith(f"/{word}/{{id}}")
            and self._answer(method, address, one) != expected
        ]

    def _answer(self, method: str, address: str, one: str) -> tuple[int, str]:
        path = address.format(id=one)
        answer: Answer = self.browser.get(path) if method == "GET" else self.browser.post(path)
        return answer.code, PASSING.sub("…", answer.text)

    def overheard(self, markers: Iterable[str]) -> list[str]:
        """Those of these words that reached her, by a page, an answer or a frame."""
        frames = "\n".join(text for _, text in self.follower.wire.transcript)
        told = b"".join(body for _, body in self.browser.transcript).decode("utf-8", "replace")
        return [marker for marker in markers if marker in frames + told]
