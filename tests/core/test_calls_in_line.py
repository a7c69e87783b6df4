"""A call for help is never refused for too many others, and too many calls hold up nobody."""

from __future__ import annotations

import time

import pytest
from flask import request

from accountability.core import lines
from tests.core.standing import asking, dripping, gate, wait_for


def test_a_call_for_help_goes_on_without_a_place_and_the_rest_is_refused(app, cast, monkeypatch):
    monkeypatch.setattr(lines, "PATIENCE", 0.2)
    with app.app_context():
        circle = cast.circle().public_id
    ben = cast.browser("Ben")

    with gate(app) as (opens, came), asking(ben, "/me", lines.AT_ONCE) as codes:
        assert wait_for(lambda: len(came) == lines.AT_ONCE)
        other = ben.get("/news").status_code
        call = ben.post(f"/circles/{circle}/alerts").status_code
        opens.set()

    assert other == 429
    assert call not in {429, 500}
    assert codes == [200] * lines.AT_ONCE
    assert lines._lines == {}


@pytest.fixture
def most_calls(app):
    """How many calls were answered at once, at most; each takes a while."""
    under_way, most = [], [0]

    def take_a_while() -> None:
        under_way.append(request.path)
        most.append(len(under_way))
        time.sleep(0.2)
        under_way.pop()

    app.before_request_funcs.setdefault("asking", []).append(take_a_while)
    yield lambda: max(most)
    app.before_request_funcs["asking"].remove(take_a_while)


@pytest.mark.parametrize("browsers", [1, 2])
def test_calls_without_a_place_go_on_two_at_a_time(app, cast, monkeypatch, most_calls, browsers):
    monkeypatch.setattr(lines, "PATIENCE", 0.2)
    with app.app_context():
        path = f"/circles/{cast.circle().public_id}/alerts"
    ben, *others = (cast.browser("Ben") for _ in range(browsers))

    with gate(app) as (opens, came), asking(ben, "/me", lines.AT_ONCE):
        assert wait_for(lambda: len(came) == lines.AT_ONCE)
        with asking([ben, *others][-1], path, 5, "post") as codes:
            assert wait_for(lambda: len(codes) == 5)
        opens.set()

    assert not {429, 500, 503} & set(codes)
    assert most_calls() == lines.CALLS_AT_ONCE
    assert lines._lines == {}


def test_calls_of_a_browser_whose_places_never_end_go_on_two_at_a_time(
    app, cast, monkeypatch, most_calls
):
    monkeypatch.setattr(lines, "PATIENCE", 0.2)
    with app.app_context():
        path = f"/circles/{cast.circle().public_id}/alerts"
    ben = cast.browser("Ben")

    with dripping(ben), asking(ben, path, 5, "post") as codes:
        assert wait_for(lambda: len(codes) == 5)

    assert not {429, 500, 503} & set(codes)
    assert most_calls() == lines.CALLS_AT_ONCE


def test_asking_again_and_taking_back_are_calls_and_reading_is_none():
    calls = ("/alerts", "/circles/x/alerts", "/alerts/x/calls", "/alerts/x/withdrawal")
    others = ("/swaps/x/withdrawal", "/alerts/x", "/alerts/x/responses", "/me/alerts")

    assert all(lines.CALLS.fullmatch(path) for path in calls)
    assert not any(lines.CALLS.fullmatch(path) for path in others)
