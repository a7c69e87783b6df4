"""Who takes the way out is not called back, whatever comes while the other page is on its way."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route

from tests.browser.app.conftest import NO_LINE, READY
from tests.browser.outbox.stage import BUTTON
from tests.kit import cast
from tests.kit.proxy import Proxy

OUTSIDE, CALL = re.compile("bbc"), re.compile("/alerts$")
EXIT = "document.querySelector('a[data-exit]').click()"
# A page that is being left answers no more questions.
SOON_ONLINE = "void setTimeout(() => dispatchEvent(new Event('online')), 1000)"
LATEST = 3_500  # milliseconds: longer than a page stays that somebody was taken out of


def exits(visitor, meanwhile):
    """Take the way out: the window is on it still, after something came meanwhile."""
    went = []
    visitor.context.route(OUTSIDE, lambda _never: None)
    visitor.page.on("request", lambda one: one.is_navigation_request() and went.append(one.url))
    visitor.page.evaluate(EXIT)
    meanwhile()
    visitor.page.wait_for_timeout(LATEST)
    assert [bool(OUTSIDE.search(one)) for one in went] == [True], went


def test_an_answer_that_comes_late_calls_nobody_back(ana):
    answered = []
    ana.context.route(CALL, lambda route: answered.append((route, route.fetch())))
    ana.page.locator(BUTTON).click()
    ana.until(lambda: answered)
    route, response = answered[0]

    exits(ana, lambda: route.fulfill(response=response))


def test_being_taken_out_of_a_circle_calls_nobody_back(pair, ben):
    cast.remove(pair.ana, pair.member(pair.ben))
    ben.sees(".notice", "This circle is not open to you any more.")

    exits(ben, lambda: None)


def test_the_network_that_comes_back_calls_nobody_back(service, pair, window):
    with Proxy(service.port) as line:
        ana = pair.window(lambda _: window(f"http://127.0.0.1:{line.port}"), pair.ana)
        ana.forgives += NO_LINE
        ana.until(lambda: ana.asks(READY))
        line.cut()
        ana.page.reload()
        ana.sees("h1", "No network just now")
        ana.page.evaluate(SOON_ONLINE)

        exits(ana, line.restore)


@pytest.mark.parametrize("comes", [Route.abort, Route.continue_], ids=["not", "late"])
def test_a_sheet_that_comes_late_or_not_calls_nobody_back(pair, ben, comes):
    pair.ana.post(f"{pair.room}/messages", text="Any words").expect(201)
    ben.forgives += NO_LINE
    asked = ben.hold_next("**/messages/*")
    ben.the("a[data-sheet-link][href^='/messages/']").click()
    ben.until(lambda: asked)

    exits(ben, lambda: comes(asked[0]))
