"""One's own numbers on the page without a network: there when needed, gone with their owner."""

from __future__ import annotations

import re

import pytest

from tests.browser import acts
from tests.browser.app.conftest import READY
from tests.browser.outbox.device import on_device
from tests.kit import cast

CARD = "[data-numbers-card]"
LINK = f"{CARD} a[href='tel:+49305550199']"
OFFLINE = "No network just now"
HAS = "caches.match('{}', {{ignoreVary: true}}).then((one) => one !== undefined)"


def numbers(visitor):
    """The numbers of somebody's own that rest on the device."""
    kept = on_device(visitor.page, "kept")
    return [one["number"] for row in kept for one in row["value"]["numbers"]]


@pytest.fixture
def ana(at_home, pair):
    """Ana, whose device keeps a number of hers."""
    at_home.context.route(re.compile("bbc"), lambda route: route.fulfill(body="Fair and mild."))
    pair.ana.post("/me/numbers", name="Aunt Vera", number="+49 30 5550199").expect(201)
    at_home.enter("/me/numbers")
    at_home.until(lambda: numbers(at_home))
    return at_home


def cut_off(ana):
    """Load a page without a network."""
    ana.until(lambda: ana.asks(READY))
    ana.context.set_offline(True)
    ana.page.reload()
    ana.sees("h1", OFFLINE)


def leave(ana, way):
    """Go, and come back to the page where one signs in."""
    acts.leave(ana, way)
    ana.open("/sign-in")


def test_the_page_without_a_network_has_ones_own_numbers(ana):
    cut_off(ana)

    link = ana.sees(LINK, "Aunt Vera")
    assert "+49 30 5550199" in link.inner_text()


@pytest.mark.parametrize("way", ["exit", "sign out"])
def test_after_leaving_no_number_is_on_the_device(ana, way):
    leave(ana, way)
    cut_off(ana)

    ana.until(lambda: numbers(ana) == [])
    ana.misses(CARD)
    assert "Vera" not in ana.page.content()


def test_the_numbers_of_one_account_go_when_another_signs_in(ana, pair):
    ana.context.clear_cookies()
    ana.wear(cast.second_browser(pair.ben).cookies)
    ana.enter("/journey")
    ana.until(lambda: numbers(ana) == [])

    cut_off(ana)

    ana.misses(CARD)


def test_the_way_out_takes_the_country_of_help_along_without_a_network(ana):
    ana.open("/help/de")
    ana.until(lambda: ana.asks(HAS.format("/help/de")))
    ana.context.route("**/exit", lambda route: route.abort())
    acts.follow(ana, "Exit")
    ana.until(lambda: "bbc" in ana.page.url)

    ana.open("/sign-in")

    assert not ana.asks(HAS.format("/help/de"))
    assert ana.asks(HAS.format("/offline"))
