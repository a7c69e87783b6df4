"""What somebody else left in the outbox: shown whole or not sent, and never in our voice."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from tests.browser import acts
from tests.browser.outbox.device import plant, states
from tests.browser.outbox.stage import STANDBY, WAITING, planted_words
from tests.browser.visitor import answer

NOW = int(time.time() * 1_000)
SAY_TO_TABS = '(said) => new BroadcastChannel("outbox").postMessage(said)'
LISTEN = """
    window.heard = [];
    window.tabs = new BroadcastChannel("outbox");
    window.tabs.addEventListener("message", ({ data }) => window.heard.push(data));
"""


def look_at(stage, **row):
    """Ana comes to her room after somebody wrote this row under another sign-in."""
    words = planted_words(stage, "hi Ben", key="planted-by-a-friend", signIn="x")
    plant(stage.ana.page, words | row)
    stage.ana.enter(stage.pair.room)
    return stage.ana.sees(WAITING)


def names(row):
    return row.locator("button").all_inner_texts()


def test_words_in_the_room_are_all_that_is_sent_and_can_be(stage):
    row = look_at(stage)

    assert names(row) == ["Send", "Discard"]
    expect(row.locator("[data-words]")).to_have_text("hi Ben")


def test_a_report_that_looks_like_words_cannot_be_sent_from_its_row(stage):
    member = stage.pair.member(stage.pair.ben)
    row = look_at(
        stage,
        address="/reports",
        lane="/reports",
        kind="reports",
        fields=f"words=hi+Ben&about=member:{member}&reason=unsafe",
    )

    assert names(row) == ["Words again", "Discard"]
    expect(row).to_contain_text("This is from an earlier sign-in. Please do it again.")


def test_an_act_without_words_says_that_it_has_to_be_done_again(stage):
    place = stage.pair.alert()
    row = look_at(stage, address=f"{place}/claims", lane=place, kind="claims", fields="")

    assert names(row) == ["Discard"]
    expect(row).to_contain_text("This is from an earlier sign-in. Please do it again.")


def test_words_for_another_place_are_sent_only_from_there(stage):
    place = stage.pair.alert()
    row = look_at(stage, address=f"{place}/responses", lane=place, kind="responses")

    assert names(row) == ["Words again", "Discard"]
    row.get_by_role("button", name="Words again").click()

    stage.ana.page.wait_for_url(f"**{place}")
    stage.ana.sees(WAITING, "hi Ben").get_by_role("button", name="Send").click()
    stage.ben.open(place)
    stage.ben.sees("main", "hi Ben")


def test_words_again_in_the_room_of_an_alert_stand_in_its_composer(stage):
    place = stage.pair.ben.post("/alerts").expect(201).json["location"]
    look_at(stage, address=f"{place}/responses", lane=place, kind="responses", state="refused")
    stage.ana.enter(place)

    acts.press(stage.ana, "Words again")

    expect(stage.ana.the(".composer textarea")).to_have_value("hi Ben")
    stage.ana.misses(WAITING)


@pytest.mark.parametrize(
    "ahead", ["x", NOW - 2**53, None, 0], ids=["words", "as-if-now", "unknown", "none"]
)
def test_whatever_clock_a_row_tells_of_it_asks(stage, ahead):
    pressed = {"wall": NOW, "mono": 0, "page": "p", "ahead": ahead}

    row = look_at(stage, pressed=pressed)

    assert names(row) == ["Send", "Discard"]
    assert stage.made("messages") == 0


def test_a_planted_no_does_not_speak_in_our_voice(stage):
    row = look_at(
        stage, state="refused", refusal={"status": 409, "error": "Call 555", "errors": {}}
    )

    expect(row).to_contain_text("That did not work. Your words are still here.")
    expect(row).not_to_contain_text("555")


def test_nobody_is_told_of_a_call_that_only_another_tab_says_was_heard(stage):
    tab = stage.ana.open_tab()
    tab.goto(stage.ana.origin + "/static/icon.svg")
    stage.ana.page.bring_to_front()
    stage.line.cut()
    stage.press("alert")
    stage.ana.sees(STANDBY, "Not sent yet.")
    (key,) = stage.ana.page.locator(f"{STANDBY} {WAITING}").evaluate_all(
        "(rows) => rows.map((row) => row.dataset.key)"
    )
    stage.ana.page.evaluate(LISTEN)
    account = stage.pair.ana.read("/me/now").json["account"]
    act = {"key": key, "account": account, "lane": "alerts", "fields": "", "address": "/alerts"}
    receipt = {"kind": "alert", "id": "x", "location": "/alerts/x", "seqs": {}}
    forged = {"act": act, "verdict": "done", "answer": {"status": 201, "said": receipt}}

    answer(tab, SAY_TO_TABS, forged)

    stage.ana.until(lambda: stage.ana.asks("window.heard.some((one) => one?.act)"))
    stage.ana.sees(STANDBY, "Not sent yet.")
    expect(stage.ana.page.locator(".notice", has_text="Your friends are told.")).to_have_count(0)
    assert states(stage.ana.page) == ["waiting"] and "/alerts" not in stage.ana.page.url
