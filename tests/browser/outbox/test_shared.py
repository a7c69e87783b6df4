"""A device that others hold too: what they leave on it, and what they find there."""

from __future__ import annotations

from tests.browser.outbox.device import keys, on_device, plant, states
from tests.browser.outbox.stage import WAITING, planted_words
from tests.kit import cast

HOUR_MS = 3_600_000


def test_what_somebody_else_wrote_into_the_outbox_is_asked_or_not_there(stage):
    cookies = stage.ana.context.cookies()
    stage.ana.context.clear_cookies()
    stage.ana.open("/sign-in")
    said = planted_words(stage, "in her name", again=True, signIn="planted")
    lane = f"/circles/{stage.pair.circle}"
    closing = said | {"key": "closing", "kind": "closing", "address": f"{lane}/closing"}
    plant(stage.ana.page, closing, said, said | {"key": "broken", "pressed": None})
    sent = []
    stage.ana.page.on("request", lambda asked: asked.method == "POST" and sent.append(asked.url))

    stage.ana.context.add_cookies(cookies)
    stage.ana.enter(stage.pair.room)

    stage.ana.sees(WAITING, "in her name")
    stage.ana.page.locator(".composer textarea").fill("once only")
    stage.ana.page.locator(".composer button").click()
    stage.ben.sees(".message", "once only")
    stage.ana.until(lambda: states(stage.ana.page) == ["done", "waiting"])
    kept = set(keys(stage.ana.page))
    assert "in-her-name" in kept and not {"closing", "broken"} & kept
    assert [one for one in sent if not one.endswith("/looks")] == [
        f"{stage.ana.origin}{lane}/messages"
    ]
    assert stage.made("messages") == 1


def test_shadows_of_everybody_go_after_three_days_whoever_is_signed_in(stage):
    fresh = planted_words(stage, "fresh", state="done", account="somebody", age=71 * HOUR_MS)
    plant(stage.ana.page, fresh, fresh | {"key": "old", "age": 73 * HOUR_MS})
    stage.ana.context.clear_cookies()
    stage.ana.context.route("**/me/now", lambda route: route.abort())

    stage.ana.open("/sign-in")

    stage.ana.until(lambda: keys(stage.ana.page) == ["fresh"])


def test_a_sign_in_that_was_ended_elsewhere_leaves_no_words_that_were_sent_and_no_number(stage):
    phone = cast.second_browser(stage.pair.ana)
    phone.post("/me/numbers", name="Aunt Vera", number="+49 30 1234").expect(201)
    stage.press("words")
    stage.arrives_once("words")
    stage.ana.enter("/me/numbers")
    stage.ana.until(lambda: on_device(stage.ana.page, "kept"))
    plant(stage.ana.page, planted_words(stage, "not sent"))

    cast.end_other_browsers(phone)

    stage.ana.page.wait_for_url("**/sign-in**")
    stage.ana.until(
        lambda: (states(stage.ana.page), on_device(stage.ana.page, "kept")) == (["waiting"], [])
    )
    stage.ana.sees("[data-tray-line]", "Not sent yet from this browser: 1.")
