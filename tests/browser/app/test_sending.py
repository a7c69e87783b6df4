"""What only a worker can do: a press goes out after a reload without a network, or with no page."""

from __future__ import annotations

import pytest

from tests.browser.outbox.device import states
from tests.browser.pair import rows

ALERT = ".slot[data-kind=alert]"


@pytest.fixture(scope="session")
def browser(whole_browser):
    """What a browser sends for a closed page, only the whole one does."""
    return whole_browser


@pytest.fixture
def made(service):
    """How many alerts were made since the beginning of the test."""
    before = rows(service.folder, "urge_alerts")
    return lambda: rows(service.folder, "urge_alerts") - before


def press_offline(ana):
    ana.context.set_offline(True)
    ana.page.locator(".urge-button:visible").click()
    ana.until(lambda: states(ana.page) == ["waiting"])


def test_a_press_survives_a_reload_without_a_network_and_goes_out_once(at_home, ben, made):
    press_offline(at_home)
    at_home.page.reload()
    at_home.sees("h1", "No network just now")

    at_home.context.set_offline(False)

    ben.sees(ALERT, "Ana asks for company")
    at_home.misses("[data-no-network]")
    at_home.sees(f"{ALERT}.mine")
    at_home.until(lambda: "waiting" not in states(at_home.page))
    assert (made(), ben.page.locator(ALERT).count()) == (1, 1)


def test_a_press_goes_out_though_its_page_was_closed_without_a_network(at_home, ben, made):
    press_offline(at_home)
    blank = at_home.open_tab()
    at_home.page.close()
    assert made() == 0

    at_home.context.set_offline(False)

    ben.sees(ALERT, "Ana asks for company")
    assert blank.url == "about:blank"
    assert (made(), ben.page.locator(ALERT).count()) == (1, 1)
