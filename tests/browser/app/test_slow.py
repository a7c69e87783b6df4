"""A line so slow that a page takes longer than help may wait."""

from __future__ import annotations

import pytest

from tests.browser.app.conftest import NO_LINE, READY
from tests.kit.proxy import Proxy

TAKES = 7.0


@pytest.fixture
def line(service):
    with Proxy(service.port) as line:
        yield line


def test_the_page_that_stands_in_for_a_late_one_makes_way_for_it(line, pair, window):
    ana = window(f"http://127.0.0.1:{line.port}").wear(pair.ana.cookies)
    ana.forgives += NO_LINE
    ana.enter(pair.room)
    ana.until(lambda: ana.asks(READY))
    line.slow_down("/journey", TAKES)

    ana.page.goto(ana.origin + "/journey", timeout=20_000)

    ana.sees("[data-no-network]")
    # The same length again each time would bring the same page each time.
    ana.page.wait_for_selector("h1:has-text('Journey'), h1:has-text('Your')", timeout=25_000)
    ana.misses("[data-no-network]")
