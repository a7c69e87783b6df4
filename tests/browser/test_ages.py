"""How long ago something was is right from the first look, though the device's clock is not."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pair import Pair

DAY_MS = 86_400_000
# The device's clock as a test sets it, and a network that lets no socket pass for a while.
SHIFTED = """
    const Real = Date, off = %d;
    window.Date = class extends Real {
        constructor(...given) { super(...(given.length ? given : [Real.now() + off])); }
        static now() { return Real.now() + off; }
    };
"""
AGES = "time[data-ago]"


@pytest.mark.parametrize("off", [DAY_MS, -DAY_MS], ids=["ahead", "behind"])
@pytest.mark.parametrize("line", ["socket", "none"])
def test_an_age_is_right_whatever_the_devices_clock_says(pair: Pair, visit, off, line):
    alert = pair.alert()
    pair.ben.post(f"{alert}/responses", text="I am here.").expect(201)
    ben = visit().wear(pair.ben.cookies)
    ben.page.add_init_script(SHIFTED % off)
    if line == "none":
        ben.page.route_web_socket("**/*", lambda socket: socket.close())
        ben.page.route("**/me/now", lambda route: route.abort())
        ben.page.route("**/streams/**", lambda route: route.abort())
        ben.forgives += ("net::ERR_", "WebSocket")

    ben.open(alert)
    ben.page.locator("html[data-live]").wait_for(state="attached")

    ages = ben.page.locator(AGES)
    assert ages.count()
    for age in ages.all():
        expect(age).to_have_text(re.compile("^(just now|[0-2] min)$"))
    if line == "socket":
        ben.wait_live()
        for age in ages.all():
            expect(age).to_have_text(re.compile("^(just now|[0-2] min)$"))
