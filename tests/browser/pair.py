"""Ana and Ben in a circle of their own, made by HTTP alone; their windows are opened as needed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.browser.visitor import Visitor
from tests.client.http import Browser
from tests.kit import cast

Window = Callable[..., Visitor]


@dataclass
class Pair:
    """Two friends: as clients without a page, and the circle they share."""

    ana: Browser
    ben: Browser
    circle: str

    @property
    def room(self) -> str:
        return f"/circles/{self.circle}"

    def member(self, one: Browser) -> str:
        """Who somebody is in the circle."""
        me: str = one.stream_of(self.circle)["me"]
        return me

    def alert(self, **said: str) -> str:
        """Ana asks for company; the address of the room of it."""
        location: str = self.ana.post("/alerts", **said).expect(201).json["location"]
        return location

    def window(self, window: Window, one: Browser, path: str = "", live: str = "socket") -> Visitor:
        """A window in which this person has the room open, or another page."""
        visitor = window(one.origin).wear(one.cookies)
        visitor.enter(path or self.room, live)
        return visitor


def meet(origin: str) -> Pair:
    """New people in a new circle, so that no test finds what another left."""
    ana, ben = cast.sign_up_new(origin, "Ana"), cast.sign_up_new(origin, "Ben")
    circle = cast.start_circle(ana)
    cast.bring(ana, circle, ben, "Ben")
    return Pair(ana, ben, circle)


def rows(folder: Path, table: str) -> int:
    """How many rows a table of the service's database has."""
    path = next(folder.glob("*.sqlite"))
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        (count,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(count)
