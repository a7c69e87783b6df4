"""Every write a member can make: sent twice, twice at once, its author removed in between.

The table in `recipes.py` must name every keyed route of the service; a route that is not there
fails.
"""

from __future__ import annotations

import secrets
import threading
from typing import Any

import pytest

from tests.cast import Browser, Cast
from tests.everywhere.recipes import ACCOUNT, CIRCLE
from tests.everywhere.world import World, rows

ALL = CIRCLE | ACCOUNT


class Stage:
    """A world with one write ready to be sent by its author."""

    def __init__(self, app: Any, endpoint: str) -> None:
        self.app = app
        with app.app_context():
            self.world = World(Cast(app))
            self.author, self.path, self.fields = ALL[endpoint](self.world)
        self.browser: Browser = self.world.cast.browser(self.author)
        self.before = self.count()

    def count(self) -> dict[str, int]:
        """Rows now, those of sign-in apart."""
        with self.app.app_context():
            return rows()

    def send(self, key: str) -> Any:
        return self.browser.post(self.path, key=key, **self.fields)

    def remove_author(self) -> None:
        with self.app.app_context():
            self.world.remove(self.author)


@pytest.fixture
def key() -> str:
    return secrets.token_urlsafe(16)


def test_every_keyed_route_has_its_recipe(app):
    keyed = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "is_keyed", False)
    }

    assert keyed == set(ALL)


@pytest.mark.parametrize("endpoint", sorted(ALL))
def test_a_write_sent_twice_is_done_once(app, endpoint, key):
    stage = Stage(app, endpoint)

    first = stage.send(key)
    after = stage.count()
    second = stage.send(key)

    assert first.status_code == 201, first.get_data(as_text=True)
    assert second.status_code == 200, second.get_data(as_text=True)
    assert second.json["replayed"] is True
    assert second.json["seqs"] == first.json["seqs"]
    assert second.json["id"] == first.json["id"]
    assert stage.count() == after


@pytest.mark.parametrize("endpoint", sorted(ALL))
def test_a_write_sent_twice_at_once_is_done_once(app, endpoint, key):
    stage = Stage(app, endpoint)
    answers: list[int] = []
    start = threading.Barrier(2)

    def send() -> None:
        start.wait()
        answers.append(stage.send(key).status_code)

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [200, 201]
    assert stage.count()["operations"] == stage.before["operations"] + 1


@pytest.mark.parametrize("endpoint", sorted(CIRCLE))
def test_a_repeat_after_the_author_was_removed_is_harmless_and_a_new_one_refused(
    app, endpoint, key
):
    stage = Stage(app, endpoint)
    first = stage.send(key)
    stage.remove_author()
    after = stage.count()

    again = stage.send(key)
    other = stage.send(secrets.token_urlsafe(16))

    assert first.status_code == 201, first.get_data(as_text=True)
    assert (again.status_code, again.json["id"]) == (200, first.json["id"])
    assert other.status_code in {404, 409}, other.get_data(as_text=True)
    assert stage.count() == after


@pytest.mark.parametrize("endpoint", sorted(ALL))
def test_the_key_with_other_words_changes_nothing(app, endpoint, key):
    stage = Stage(app, endpoint)
    stage.send(key)
    after = stage.count()

    other = stage.browser.post(stage.path, key=key, **(stage.fields | {"text": "something else"}))

    assert other.status_code == 422
    assert stage.count() == after


@pytest.mark.parametrize("endpoint", sorted(CIRCLE))
def test_an_outsider_gets_the_answer_of_a_thing_that_does_not_exist(app, endpoint):
    stage = Stage(app, endpoint)
    with app.app_context():
        stage.world.cast.account("Dora")
    dora = stage.world.cast.browser("Dora")

    refused = dora.post(stage.path, **stage.fields)

    assert refused.status_code == 404, refused.get_data(as_text=True)
    assert stage.count()["operations"] == stage.before["operations"]
