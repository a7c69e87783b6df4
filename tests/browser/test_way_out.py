"""Who takes the way out is not called back, whatever comes while the other page is on its way."""

from __future__ import annotations

import re

from tests.browser.outbox.stage import BUTTON
from tests.kit import cast

OUTSIDE, CALL = re.compile("bbc"), re.compile("/alerts$")
EXIT = "document.querySelector('a[data-exit]').click()"
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
    ben.sees(".notice", "You are no longer in this circle.")

    exits(ben, lambda: None)
