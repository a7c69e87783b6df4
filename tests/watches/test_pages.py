"""The page of a watch works by forms, for members alone, by everybody's own clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accountability.circles import access as circles
from accountability.circles.services import leave
from accountability.core import clock
from accountability.watches import access, services
from accountability.watches.watching import hour_of
from tests.template import migrate
from tests.watches.kit import live_in


@pytest.fixture
def database_url(databases):
    """These are about pages; the verbs are tried on both databases elsewhere."""
    return databases.fresh(migrate)


@pytest.fixture
def address(app, cast):
    with app.app_context():
        return f"/circles/{cast.circle().public_id}/watch"


def text_of(browser, path):
    return browser.get(path).get_data(as_text=True)


def soon(hours=2):
    return hour_of(clock.now()) + timedelta(hours=hours)


def test_ticks_become_hours_of_the_week_by_a_form_and_by_json(app, cast, address):
    ben = cast.browser("Ben")

    made = ben.post(f"{address}/week", page=True, hours=["0-22", "6-7"])
    by_form = text_of(ben, address)
    ben.post(f"{address}/week", hours="1-3 2-4")
    by_json = text_of(ben, address)

    assert made.status_code == 303
    for value in ("0-22", "6-7"):
        assert f'value="{value}" checked' in by_form
        assert f'value="{value}" checked' not in by_json
    assert 'value="1-3" checked' in by_json


@pytest.mark.parametrize("hours", ["7-1", "0-24", "-1-3", "x", "1", "²-1", "9" * 5000 + "-1"])
def test_what_is_no_hour_of_the_week_is_sent_back(app, cast, address, hours):
    assert cast.browser("Ben").post(f"{address}/week", hours=hours).status_code == 422


ENDS_OF_TIME = ["9999-12-31T23:00:00+00:00", "0001-01-01T00:00:00+00:00"]


@pytest.mark.parametrize(
    "at", ["", "now", "2027-01-01T10:00", "99999-01-01T00:00:00+00:00", *ENDS_OF_TIME]
)
def test_what_is_no_moment_is_sent_back(app, cast, address, at):
    ben = cast.browser("Ben")

    assert ben.post(f"{address}/hours", at=at).status_code == 422
    assert ben.post(f"{address}/returns", at=at).status_code == 422
    assert ben.get(f"{address}/swaps?at={at}").status_code == 404


def test_one_tap_takes_an_hour_and_the_circle_reads_it(app, cast, address):
    ben, mo = cast.browser("Ben"), cast.browser("Mo")
    before = text_of(mo, address.removesuffix("/watch"))
    ben.post(f"{address}/hours", page=True, at=soon(0).isoformat())
    room = text_of(mo, address.removesuffix("/watch"))

    assert "Nobody is on watch now" in before
    assert "Ben is on watch" in room
    assert "Ben is on watch" in text_of(mo, address)


def test_hours_are_shown_by_the_readers_own_clock(app, cast, address):
    with app.app_context():
        live_in(cast, "Mo", "Asia/Kolkata")
    page = text_of(cast.browser("Mo"), address)

    assert page.count(":30</span>") == 24
    assert page.count(":00</span>") == 0


def test_nobody_outside_sees_or_changes_a_watch(app, cast, address):
    with app.app_context():
        cast.account("Cleo")
    stranger, gone, mo = (cast.browser(name) for name in ("Cleo", "Ben", "Mo"))
    with app.app_context():
        swap = _asked(cast)
        leave(cast.member("Ben"))

    for browser in (stranger, gone):
        assert browser.get(address).status_code == 404
        assert browser.get(f"{address}/swaps?at={soon().isoformat()}").status_code == 404
        for act in ("week", "hours", "returns", "evenings", "swaps"):
            fields = {"at": soon().isoformat(), "to": "a" * 22, "hours": "0-22"}
            assert browser.post(f"{address}/{act}", **fields).status_code == 404
        for act in ("acceptance", "decline", "withdrawal"):
            assert browser.post(f"/swaps/{swap}/{act}").status_code == 404
    assert mo.get(address).status_code == 200


def _asked(cast):
    services.take_hour(cast.member("Ben"), soon())
    return services.ask_swap(cast.member("Ben"), cast.member("Mo"), soon()).public_id


def test_a_swap_is_asked_and_answered_by_forms(app, cast, address):
    ben, mo, ana = cast.browser("Ben"), cast.browser("Mo"), cast.browser("Ana")
    at = soon().isoformat()
    ben.post(f"{address}/hours", at=at)
    with app.app_context():
        to = cast.member("Mo").public_id
    asked = ben.post(f"{address}/swaps", at=at, to=to).get_json()["id"]

    assert f"/swaps/{asked}/acceptance" in text_of(mo, address)
    assert f"/swaps/{asked}/withdrawal" in text_of(ben, address)
    assert asked not in text_of(ana, address)
    assert mo.post(f"/swaps/{asked}/acceptance", page=True).status_code == 303
    with app.app_context():
        there = access.on_watch_at(cast.circle(), datetime.fromisoformat(at).astimezone(UTC))
        assert [one.name for one in there] == ["Mo"]


def test_what_one_carried_is_for_oneself_alone(app, cast, address):
    with app.app_context(), clock.at(clock.now() - timedelta(hours=9)):
        for number in range(1, 6):
            services.take_hour(cast.member("Ben"), hour_of(clock.now()) + timedelta(hours=number))

    sentence = "In four weeks: 5 hours"
    assert sentence in text_of(cast.browser("Ben"), address)
    assert sentence not in text_of(cast.browser("Mo"), address)


def test_asking_in_the_evening_is_switched_off_and_on(app, cast, address):
    ben = cast.browser("Ben")
    ticked = 'name="asks" value="y" checked'

    before = ticked in text_of(ben, address)
    ben.post(f"{address}/evenings", page=True)
    off = ticked in text_of(ben, address)
    ben.post(f"{address}/evenings", page=True, asks="y")

    assert [before, off, ticked in text_of(ben, address)] == [True, False, True]
    with app.app_context():
        mine = circles.my_members(cast.account("Ben").id)[0]
        assert access.hush_of(mine) is None
