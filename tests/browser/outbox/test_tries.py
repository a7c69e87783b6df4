"""When a try is made and when it is given up; nothing is said to be done before it is."""

from __future__ import annotations

import re

import pytest

from tests.browser.outbox.device import states
from tests.browser.outbox.stage import ALERT, SAID, WAITING

SOCKET = re.compile(r"/socket\.io/")
WHAT = pytest.mark.parametrize("what", ["alert", "words"])
# A browser without a screen says none of these by itself.
SIGNS = {
    "online": "dispatchEvent(new Event('online'))",
    "shown again": "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))",
    "focus": "dispatchEvent(new Event('focus'))",
    "visible": "document.dispatchEvent(new Event('visibilitychange'))",
}


@pytest.fixture
def still(stage):
    """The stage, with Ana in the room and a clock on her page that the test alone moves."""
    stage.ana.page.clock.install()
    stage.ana.enter(stage.pair.room)
    stage.ana.page.clock.pause_at(stage.ana.asks("Date.now() + 1000"))
    return stage


def is_never_greeted(page):
    """Let nothing that the page says on its live line arrive: a greeting would urge it to try."""
    deaf = []

    def pass_on(socket):
        server = socket.connect_to_server()
        socket.on_message(lambda said: deaf or server.send(said))

    page.route_web_socket(SOCKET, pass_on)
    page.reload()
    page.locator("html[data-live=socket]").wait_for(state="attached")
    deaf.append(True)


@WHAT
def test_a_try_without_an_answer_is_given_up_after_fifteen_seconds(still, what):
    page, given_up = still.ana.page, []
    # What the page asks meanwhile may be given up in the same moment, by a clock that stands still.
    page.on("requestfailed", lambda one: given_up.append(one.url))
    held = still.ana.hold_next("**/alerts" if what == "alert" else "**/messages")
    still.press(what)
    still.ana.until(lambda: held)
    tried = held[0].request.url

    page.clock.run_for(14_999)

    assert states(page) == ["waiting"]  # whatever was given up is told by then
    assert tried not in given_up
    page.clock.run_for(1)
    still.ana.until(lambda: tried in given_up)
    page.clock.resume()
    still.arrives_once(what)


@pytest.mark.parametrize("sign", SIGNS)
def test_a_try_is_made_at_once_when(still, sign):
    is_never_greeted(still.ana.page)
    tried = []
    still.ana.page.route("**/messages", lambda route: (tried.append(1), route.abort()), times=1)
    still.press("words")
    still.is_stored()
    still.ana.until(lambda: tried)

    still.ana.page.evaluate(SIGNS[sign])

    still.arrives_once("words")


def test_taking_back_without_a_line_is_said_to_be_done_only_once_it_is(stage):
    stage.press("alert")
    button = stage.ana.sees("dialog[open] [data-takes-back] button")
    stage.ana.page.evaluate(SAID)
    stage.line.cut()

    button.click()

    stage.ana.sees(f"[data-tray-rows] {WAITING}", "Take back")
    assert "Taken back" not in " ".join(stage.ana.asks("window.said"))
    stage.line.restore()
    stage.ana.sees(".notice", "Taken back. Nobody is asked to come.")
    stage.ben.sees(ALERT, "Ana pressed by mistake")
