"""A real service on a copy of the scene, and the people who are signed in at it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from tests.cast import PASSWORD
from tests.client.http import FORM, Answer, Browser, make_key
from tests.kit.service import Service
from tests.pages.places import Place

# What moves by itself: when a browser was last seen.
MOVES = {"sign_ins": {"seen_at"}}


@dataclass
class Scenery:
    """One running service, the ids of what is in it, and one browser without script for each."""

    service: Service
    ids: dict[str, str]
    file: Path
    browsers: dict[str, Browser] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    _reader: sqlite3.Connection | None = None
    _counts: dict[str, int] = field(default_factory=dict)
    _counted_at: int | None = None

    def close(self) -> None:
        """Read no more."""
        if self._reader:
            self._reader.close()

    def browser(self, who: str) -> Browser:
        """The browser of this person, signed in; nobody's browser is signed out."""
        if who not in self.browsers:
            browser = Browser(self.service.origin)
            if who:
                browser.sign_in(f"{who.lower()}@example.org", PASSWORD)
            self.browsers[who] = browser
        return self.browsers[who]

    def look(self, place: Place, **headers: str) -> Answer:
        """What this place answers to whom it is for."""
        browser = self.browser(place.who)
        headers = {"Accept": "text/html", **headers}
        if place.sent is None:
            return browser.ask("GET", place.path(self.ids), **headers)
        return self.send(place.who, place.path(self.ids), self.filled(place), **headers)

    def filled(self, place: Place) -> dict[str, str]:
        """The fields of a place that is a form that was sent."""
        return {name: text.format(**self.ids) for name, text in (place.sent or {}).items()}

    def seen(self, place: Place) -> Answer:
        """The same, asked once for all the tests that read it."""
        if place.name not in self.answers:
            self.answers[place.name] = self.look(place)
        return self.answers[place.name]

    def send(self, who: str, path: str, fields: dict[str, str], **headers: str) -> Answer:
        """Send a form as a page does, with its key and token."""
        browser = self.browser(who)
        fields = {"key": make_key(), "csrf_token": browser.csrf(), **fields}
        headers = {"Accept": "text/html", "Content_Type": FORM, **headers}
        return browser.ask("POST", path, urlencode(fields).encode(), **headers)

    def contents(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row of every table, but for what moves by itself."""
        with sqlite3.connect(self.file) as connection:
            return {name: self._rows(connection, name) for name in self._tables(connection)}

    def counts(self) -> dict[str, int]:
        """How many rows each table has; counted again only after somebody wrote."""
        reader = self._reader = self._reader or sqlite3.connect(self.file)
        (version,) = reader.execute("PRAGMA data_version").fetchone()
        if version != self._counted_at:
            counted = (f"SELECT '{name}', COUNT(*) FROM {name}" for name in self._tables(reader))
            self._counts = dict(reader.execute(" UNION ALL ".join(counted)).fetchall())
            self._counted_at = version
        return self._counts

    def _tables(self, connection: sqlite3.Connection) -> list[str]:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return [name for (name,) in found]

    def _rows(self, connection: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        still = [name for name in columns if name not in MOVES.get(table, set())]
        return connection.execute(f"SELECT {', '.join(still)} FROM {table}").fetchall()
