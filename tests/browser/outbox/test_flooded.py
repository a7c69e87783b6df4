"""A store that somebody filled up, or that says nothing: it holds up no call, and nothing stays."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import acts
from tests.browser.outbox.device import keys, on_device, plant, states
from tests.browser.outbox.stage import ALERT, STANDBY, WAITING, planted_words
from tests.browser.visitor import answer

MANY, MOST_UNSENT = 400, 100
# Something in the browser that keeps the rows to itself until all of them are to go.
KEEP_BUSY = """
    () => new Promise((busy) => {
        const asked = indexedDB.open("outbox");
        asked.onsuccess = () => {
            const open = asked.result;
            let isWanted = true;
            open.onversionchange = () => { isWanted = false; open.close(); };
            const rows = open.transaction("acts", "readwrite").objectStore("acts");
            const ask = () => { if (isWanted) rows.count().onsuccess = ask; };
            rows.count().onsuccess = () => { ask(); busy(); };
        };
    })
"""

ANOTHERS = """
    (version) => new Promise((made) => {
        indexedDB.deleteDatabase("outbox");
        const asked = indexedDB.open("outbox", version);
        asked.onsuccess = () => { asked.result.close(); made(); };
    })
"""


def fill_up(stage, **more):
    """Somebody who holds Ana's device writes more rows than any person leaves there."""
    row = planted_words(stage, "x" * 20_000, key="planted", signIn="planted", copies=MANY)
    plant(stage.ana.page, row | more)


@pytest.mark.parametrize("whose", ["hers", "somebody's"])
def test_planted_rows_hold_up_no_call_and_most_go(stage, whose):
    fill_up(stage, **({} if whose == "hers" else {"account": "somebody"}))

    stage.press("alert")

    stage.ben.sees(ALERT)
    left = ["done", *["waiting"] * MOST_UNSENT]
    stage.ana.until(lambda: states(stage.ana.page) == left)


@pytest.mark.parametrize("many", [198, 199, 200, 201])
def test_a_call_is_made_however_many_rows_of_somebody_lie_there(stage, many):
    row = planted_words(stage, "x", key="---------------", account="somebody", order=9**15)
    plant(stage.ana.page, row | {"copies": many})
    stage.ana.enter("/journey")

    stage.press("alert")

    stage.ben.sees(ALERT)
    assert stage.made("urge_alerts") == 1


def test_most_rows_that_were_planted_before_a_visit_are_gone_when_it_begins(stage):
    fill_up(stage)

    stage.ana.enter("/journey")

    stage.ana.until(lambda: len(keys(stage.ana.page)) == MOST_UNSENT)


def test_what_waits_stays_in_a_store_that_is_full_of_what_was_done(stage):
    stage.press("words")
    stage.arrives_once("words")
    (done,) = on_device(stage.ana.page)
    stage.line.cut()
    acts.say(stage.ana, "and then")
    stage.is_stored()
    plant(stage.ana.page, done | {"copies": 198, "account": "somebody"})

    acts.say(stage.ana, "the latest")
    acts.say(stage.ana, "and one more")

    stage.is_stored(count=3)


def test_of_many_that_wait_the_latest_ten_are_shown_and_every_call(stage):
    stage.line.cut()
    stage.press("alert")
    stage.ana.sees(STANDBY, "Not sent yet.")
    plant(stage.ana.page, planted_words(stage, "planted", order=9, copies=15))

    acts.say(stage.ana, "the latest")

    stage.ana.sees(f"[data-region=timeline] {WAITING}", "the latest")
    expect(stage.ana.page.locator(f"[data-region=timeline] {WAITING}")).to_have_count(10)
    stage.ana.sees(f"{STANDBY} {WAITING}")
    expect(stage.ana.the("[data-tray-line]")).to_have_text("Not sent yet: 17")


def test_who_talks_all_day_keeps_the_latest_hundred_shadows(stage):
    stage.press("words")
    stage.arrives_once("words")
    (own,) = on_device(stage.ana.page)
    plant(stage.ana.page, own | {"key": "older", "order": own["order"] - 1, "copies": 120})

    acts.say(stage.ana, "the latest")

    stage.ben.sees(".message", "the latest")
    stage.ana.until(lambda: states(stage.ana.page) == ["done"] * 100)
    assert own["key"] in keys(stage.ana.page)


def test_signing_out_leaves_nothing_even_where_the_store_says_nothing(stage):
    stage.ana.context.route("**/messages", lambda route: route.abort())
    stage.press("words")
    stage.is_stored()
    stage.ana.enter("/me")
    answer(stage.ana.page, KEEP_BUSY)

    acts.press(stage.ana, "Sign out")
    stage.ana.sees(".notice", "Not sent yet: 1")
    acts.press(stage.ana, "Sign out")

    stage.ana.page.wait_for_url(stage.ana.origin + "/", timeout=15_000)
    assert on_device(stage.ana.page) == []


@pytest.mark.parametrize("version", [1, 2])
def test_a_database_that_is_not_ours_is_made_anew(stage, version):
    stage.ana.enter("/me")
    answer(stage.ana.page, ANOTHERS, version)
    stage.ana.enter(stage.pair.room)
    stage.line.cut()

    acts.say(stage.ana, "once only")

    stage.is_stored()
