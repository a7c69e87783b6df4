"""One write of the service, ready to be sent by its author in a world of its own."""

from __future__ import annotations

import secrets
import threading
from typing import Any

from tests.cast import Browser, Cast
from tests.everywhere.recipes import RECIPES
from tests.everywhere.world import World, rows


class Stage:
    """A world with one write ready to be sent by its author."""

    def __init__(self, app: Any, endpoint: str) -> None:
        self.app = app
        with app.app_context():
            self.world = World(Cast(app))
            self.author, self.path, self.fields = RECIPES[endpoint](self.world)
        self.browser: Browser = self.world.cast.browser(self.author)
        self.key = secrets.token_urlsafe(16)

    def count(self) -> dict[str, int]:
        """How many rows each table has now."""
        with self.app.app_context():
            return rows()

    def send(self, key: str | None = None, **other: str) -> Any:
        """Send the write under its key, or under another, or with other words."""
        return self.browser.post(self.path, key=key or self.key, **(self.fields | other))

    def send_twice_at_once(self) -> list[Any]:
        """The same press from two hands of one browser: the first made, then the repeat."""
        answers: list[Any] = []
        start = threading.Barrier(2)

        def send() -> None:
            start.wait()
            answers.append(self.send())

        threads = [threading.Thread(target=send) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(answers, key=lambda answer: answer.status_code, reverse=True)

    def remove_author(self) -> None:
        """Take the author out of the circle."""
        with self.app.app_context():
            self.world.remove(self.author)
