"""What a page asks of the database does not grow with what is in it.

No figure stands here: a page may ask as often as it needs, if three times as many rows make it ask
no oftener. Every GET route is among the places (test_axe.py), and forms that are refused; what is
taken is counted in tests/everywhere. Each place is asked once before it is counted, for what a
first look may write.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from accountability.app import create_app
from accountability.circles.models import Circle
from accountability.core.extensions import db
from accountability.urges.models import UrgeAlert
from tests.cast import Browser
from tests.databases import commit_quickly
from tests.pages.conftest import FILE, Told
from tests.pages.crowd import Crowd
from tests.pages.places import PLACES, Place
from tests.settings import settings_for

ROUNDS = 2
READ = [
    Place(f"streams.{ask} of {of} {form}", "Ana", address, is_page=False)
    for of in ("circle", "alert", "account")
    for ask, more in (("snapshot", "?"), ("older", "?before=9999&"), ("changes", "?after=0&"))
    for form in ("html", "data")
    for address in [f"/streams/{{{of}_stream}}/{ask}{more}as={form}"]
]
ASKED = [*PLACES, *READ]


class Counted:
    """The service in this process, and how many statements each place takes now."""

    def __init__(self, app: Flask, ids: dict[str, str]) -> None:
        self.app = app
        self.ids = ids
        self.statements: list[str] = []
        self.browsers: dict[str, Browser] = {}
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self.statements.append(statement)

    def _browser(self, who: str) -> Browser:
        if who not in self.browsers:
            self.browsers[who] = browser = Browser(self.app)
            if who:
                browser.sign_in(f"{who.lower()}@example.org")
            else:
                browser.come()
        return self.browsers[who]

    def asked_by(self, place: Place) -> list[str]:
        """The statements of one look at a place."""
        self._ask(place)
        self.statements.clear()
        assert self._ask(place).status_code == place.code
        return list(self.statements)

    def _ask(self, place: Place) -> Any:
        browser, path = self._browser(place.who), place.path(self.ids)
        if place.sent is None:
            return browser.get(path)
        fields = {name: text.format(**self.ids) for name, text in place.sent.items()}
        return browser.post(path, page=True, **fields)

    def all(self) -> dict[str, list[str]]:
        """The statements of each place."""
        return {place.name: self.asked_by(place) for place in ASKED}


def _streams(ids: dict[str, str]) -> dict[str, str]:
    crowd = Crowd(ids)
    alert = crowd.one(UrgeAlert, "claimed")
    return {
        "circle_stream": crowd.one(Circle, "circle").stream.public_id,
        "alert_stream": alert.stream.public_id,
        "account_stream": alert.member.account.stream.public_id,
    }


@pytest.fixture(scope="module")
def counts(told: Told, make_folder: Callable[[], Path]) -> Iterator[tuple[dict, dict]]:
    """The statements of each place in the scene as told, and after it grew."""
    file, ids = told
    folder = make_folder()
    folder.mkdir()
    shutil.copy(file, folder / FILE)
    settings = settings_for(folder, f"sqlite:///{folder / FILE}")
    app = create_app(replace(settings, style_page=True))
    commit_quickly(app)
    with app.app_context():
        ids = ids | _streams(ids)
        db.session.remove()
    counted = Counted(app, ids)
    with app.app_context():
        Crowd(ids).answers()  # one of each at least: from none to some, a page may ask more
        db.session.remove()
    few = counted.all()
    with app.app_context():
        for _ in range(ROUNDS):
            Crowd(ids).comes()
        db.session.remove()
    yield few, counted.all()
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("place", ASKED, ids=lambda place: place.name)
def test_a_place_asks_no_oftener_when_there_is_more(place: Place, counts):
    few, many = (count[place.name] for count in counts)

    oftener = [one for one in set(many) if many.count(one) > few.count(one)]
    assert len(many) <= len(few), "\n\n".join([f"{len(few)} became {len(many)}:", *oftener])
