"""Alive, ready, and the figures: for machines, and about nobody."""

from __future__ import annotations

import json
import time

import pytest

from accountability.core import readiness
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


def test_a_database_of_another_version_is_not_ready(app, ask, monkeypatch):
    monkeypatch.setitem(app.extensions, "newest_schema", "9999")

    answer = ask("/readyz")

    assert answer.status_code == 503
    assert answer.get_json()["checks"]["schema"] == "not of this version"


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
    text = json.dumps([ask(path).get_data(as_text=True) for path in ("/readyz", "/metrics")])

    assert [one for one in ("Ana", "@", "Sunday", app.instance_path) if one in text] == []
