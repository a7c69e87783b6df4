"""Alive, ready, and the figures: for machines, and about nobody."""

from __future__ import annotations

import json
import time

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from accountability.core import readiness
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.core.readiness import CHECKS, Finding, check
from tests.cast import Cast, apart


@pytest.fixture
def ask(app):
    """Ask as a machine does, with nothing to sign in by; each time anew."""

    def get(path, **headers):
        app.extensions.pop("readiness", None)
        return apart(app.test_client().get, path, headers=headers)

    return get


def test_a_service_that_is_well_says_so(ask):
    alive, ready = ask("/healthz"), ask("/readyz")

    assert (alive.status_code, alive.get_json()) == (200, {"alive": True})
    assert ready.status_code == 200
    assert ready.get_json() == {
        "ready": True,
        "checks": {"database": "fine", "schema": "fine", "oldest_due_promise": 0, "bus": "none"},
    }


@pytest.fixture
def form_it(app):
    """Give the database another form, by name alone; None takes its name away."""

    def form(name):
        with app.app_context(), quiet_change():
            db.session.execute(text("DELETE FROM alembic_version"))
            if name is not None:
                row = text("INSERT INTO alembic_version VALUES (:name)")
                db.session.execute(row, {"name": name})

    yield form
    form(readiness.forms_of(app).newest)  # emptying a database leaves its form as it is


@pytest.mark.parametrize(
    ("form", "code", "says"),
    [
        ("9999", 200, "of a later version"),
        ("0011", 503, "of an earlier version"),
        (None, 503, "missing"),
    ],
)
def test_a_later_version_may_renew_the_database_under_this_one_and_no_earlier_form_will_do(
    ask, form_it, form, code, says
):
    form_it(form)

    answer = ask("/readyz")

    assert (answer.status_code, answer.get_json()["checks"]["schema"]) == (code, says)


def test_the_form_is_of_the_version_that_started_whatever_lies_in_its_folder_by_now(
    ask, monkeypatch
):
    def replaced(_config):
        raise FileNotFoundError

    monkeypatch.setattr(ScriptDirectory, "from_config", replaced)

    assert ask("/readyz").get_json()["checks"]["schema"] == "fine"


@pytest.mark.parametrize(("needed", "code"), [(True, 503), (False, 200)])
def test_what_fails_or_hangs_is_said_by_its_kind_and_keeps_people_away_if_needed(
    ask, monkeypatch, needed, code
):
    monkeypatch.setattr(readiness, "PATIENCE", 0.2)

    @check("broken", needed=needed)
    def broken(_app):
        raise ConnectionError("to 10.1.2.3 as ana")

    @check("hanging", needed=needed)
    def hanging(_app):
        from gevent import sleep

        sleep(60)

    try:
        answer = ask("/readyz")
    finally:
        CHECKS.pop("broken"), CHECKS.pop("hanging")
    said = answer.get_json()["checks"]
    assert answer.status_code == code
    assert (said["broken"], said["hanging"]) == ("ConnectionError", "no answer")


def test_asking_often_costs_one_look_a_second(app, ask):
    asked = []

    @check("counted")
    def counted(_app):
        asked.append(time.monotonic())
        return Finding(is_well=True, says="fine")

    begun = time.monotonic()
    try:
        ask("/readyz")
        for _ in range(50):
            apart(app.test_client().get, "/readyz")
    finally:
        CHECKS.pop("counted")
    assert 1 <= len(asked) <= 2 + (time.monotonic() - begun)


def test_neither_tells_anything_of_anybody(app, ask, cast: Cast):
    with app.app_context():
        cast.circle()
    said = json.dumps([ask(path).get_data(as_text=True) for path in ("/readyz", "/metrics")])

    assert [one for one in ("Ana", "@", "Sunday", app.instance_path) if one in said] == []
