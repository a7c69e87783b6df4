"""A network that answers in the place of the service: its pages say nothing about a circle."""

from __future__ import annotations

import pytest

from tests.browser.pair import Pair
from tests.browser.visitor import Visitor

WELCOME = "<p>Welcome to our network. Please agree to our terms.</p>"


@pytest.mark.parametrize("status", [404, 401])
def test_a_no_of_somebody_elses_network_ends_nothing(pair: Pair, ana: Visitor, status: int) -> None:
    answered = []
    ana.mark()

    def answer(route):
        route.fulfill(status=status, content_type="text/html", body=WELCOME)
        answered.append(route.request.url)

    # What is under way already is not asked again for being wanted.
    ana.page.wait_for_load_state("networkidle")
    ana.page.route("**/streams/**", answer)
    ana.page.evaluate("dispatchEvent(new Event('online'))")
    ana.until(lambda: len(answered) >= 2)  # the circle's, and her own

    ana.page.unroute("**/streams/**")
    pair.ben.post(f"{pair.room}/messages", text="still here").expect(201)

    ana.sees(".message", "still here")
    assert ana.stayed()
