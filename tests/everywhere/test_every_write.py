"""Every write a member can make: sent twice, twice at once, its author removed in between.

The table in `recipes.py` must name every keyed route of the service; one that is missing fails.
"""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from sqlalchemy import event

from accountability.core.extensions import db
from tests.everywhere.recipes import ACCOUNT, CIRCLE, MARKS, RECIPES
from tests.everywhere.stage import Stage

DELETES = {"kit.forget_number"}  # what it was about is not there to lead anywhere


@pytest.fixture
def stage(app: Any, endpoint: str) -> Stage:
    """The stage of this endpoint."""
    return Stage(app, endpoint)


def said(answer: Any) -> str:
    """What an answer says, for the message of a failing test."""
    return f"{answer.status_code}: {answer.get_data(as_text=True)[:600]}"


def test_every_keyed_route_has_its_recipe(app):
    keyed = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "is_keyed", False)
    }

    assert keyed == set(RECIPES)


@pytest.mark.parametrize("endpoint", sorted(CIRCLE | ACCOUNT))
def test_a_write_has_one_effect_however_often_it_comes(stage, endpoint):
    before = stage.count()
    made, repeated = stage.send_twice_at_once()
    after = stage.count()
    late = stage.send()
    other = stage.send(text="something else entirely")

    assert (made.status_code, repeated.status_code) == (201, 200), said(made) + said(repeated)
    assert after["operations"] == before["operations"] + 1
    assert late.json == repeated.json
    nowhere = {"location": "/"} if endpoint in DELETES else {}
    assert late.json == made.json | {"replayed": True} | nowhere
    assert other.status_code == 422, said(other)
    assert stage.count() == after


@pytest.mark.parametrize("endpoint", sorted(MARKS))
def test_a_mark_moves_forward_and_stays_there(stage):
    first, repeated = stage.send_twice_at_once()
    after = stage.count()
    stage.remove_author()
    late = stage.send()

    assert (first.status_code, repeated.status_code) == (201, 201), said(first)
    assert late.status_code == 404
    assert stage.count() == after


@pytest.mark.parametrize("endpoint", sorted(CIRCLE))
def test_a_removed_author_repeats_harmlessly_and_does_nothing_new(stage):
    made = stage.send()
    stage.remove_author()
    after = stage.count()
    again = stage.send()
    anew = stage.send(key=secrets.token_urlsafe(16))

    assert made.status_code == 201, said(made)
    assert (again.status_code, again.json["id"]) == (200, made.json["id"]), said(again)
    assert anew.status_code == 404, said(anew)
    assert stage.count() == after


@pytest.mark.parametrize("endpoint", sorted(CIRCLE | MARKS))
def test_an_outsider_gets_the_answer_of_a_thing_that_is_not_there(stage):
    dora = stage.world.cast.browser("Dora")
    before = stage.count()
    unknown = dora.post(f"/circles/{secrets.token_urlsafe(16)}/messages", text="hello")

    refused = dora.post(stage.path, **stage.fields)

    assert refused.status_code == 404, said(refused)
    assert refused.json == unknown.json
    assert stage.count() == before


def test_a_repeat_that_is_overtaken_by_its_first_is_answered_like_it(app):
    stage, first = Stage(app, "kit.forget_number"), []
    faster = stage.world.cast.browser(stage.author)

    def overtake(_connection, _cursor, statement, *_rest):
        if "FROM own_numbers" in statement and not first:
            first.append(None)  # whatever the faster one asks is not overtaken again
            first[0] = faster.post(stage.path, key=stage.key, **stage.fields)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", overtake)
    try:
        late = stage.send()
    finally:
        with app.app_context():
            event.remove(db.engine, "before_cursor_execute", overtake)

    assert (first[0].status_code, late.status_code) == (201, 200), said(late)
    assert late.json["id"] == first[0].json["id"]
