"""The first page and a room over slow 3G, at the first and the second visit, until they work.

400 ms for each request, 400 kbit/s, made by the browser itself, which also slows its worker down.
It does not slow down the opening of a connection. A page works when it is painted and its script
listens: then the button calls for help by the script, and words go out live.
"""

import json
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from bench import targets
from bench.servers import Place
from bench.table import Figures, Line, at_most, value
from tests.kit.chromium import chromium, running

PHONE: ViewportSize = {"width": 390, "height": 844}
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50e3, "uploadThroughput": 50e3}
PAINTED = """new Promise((painted) => {
  new PerformanceObserver(painted).observe({type: "paint", buffered: true});
}).then(() => true)"""
WORKS_AT = """() => {
  const [visit] = performance.getEntriesByType("navigation");
  const [painted] = performance.getEntriesByName("first-contentful-paint");
  return Math.max(visit.domContentLoadedEventEnd, painted.startTime);
}"""
WORKER = """navigator.serviceWorker.ready.then(({active}) => new Promise((ready) => {
  const look = () => active.state === "activated" ? ready(true) : setTimeout(look, 20);
  look();
}))"""
ORDERS: list[tuple[Any, dict[str, Any]]] = [
    ("Network.enable", {}),
    ("Network.emulateNetworkConditions", SLOW),
]


def _slow_worker(browser: Browser) -> None:
    """Slow down what the worker fetches; the page's own session does not reach it."""
    whole = browser.new_browser_cdp_session()
    for one in whole.send("Target.getTargets")["targetInfos"]:
        if one["type"] != "service_worker":
            continue
        asked = {"targetId": one["targetId"], "flatten": False}
        session = whole.send("Target.attachToTarget", asked)["sessionId"]
        for number, (method, params) in enumerate(ORDERS):
            said = json.dumps({"id": number, "method": method, "params": params})
            order = {"sessionId": session, "message": said}
            whole.send("Target.sendMessageToTarget", order)


def _visit(page: Page, address: str) -> float:
    page.goto(address, wait_until="load")
    page.evaluate(PAINTED)
    return float(page.evaluate(WORKS_AT)) / 1000


def _two_visits(browser: Browser, phone: BrowserContext, address: str) -> tuple[float, float]:
    page = phone.new_page()
    tools = phone.new_cdp_session(page)
    for method, params in ORDERS:
        tools.send(method, params)
    first = _visit(page, address)
    page.evaluate(WORKER)
    page.goto("about:blank")
    _slow_worker(browser)
    return first, _visit(page, address)


def _pages(browser: Browser, origin: str, reader: dict[str, str]) -> Figures:
    figures: Figures = {}
    name, _, secret = reader["cookie"].partition("=")
    for what, path in (("first page", "/"), ("room", f"/circles/{reader['circle']}")):
        phone = browser.new_context(viewport=PHONE)
        if what == "room":
            phone.add_cookies([{"name": name, "value": secret, "url": origin}])
        first, second = _two_visits(browser, phone, origin + path)
        figures |= {f"{what} first": first, f"{what} second": second}
        phone.close()
    return figures


def measure(place: Place) -> Figures:
    """One round: a new phone for each page, which comes twice."""
    reader = place.seeded(targets.CIRCLES, targets.PEOPLE)[targets.MEMBERS]
    with (
        targets.service(place) as (server, _target),
        sync_playwright() as playwright,
        running(playwright, chromium()) as browser,
    ):
        return _pages(browser, f"http://127.0.0.1:{server.port}", reader)


LINES = [
    Line(
        "slow 3G: the first page works, first visit, s",
        at_most("2.5"),
        value("first page first"),
        "{:.2f}",
    ),
    Line("… second visit, s", at_most("1"), value("first page second"), "{:.2f}"),
    Line("slow 3G: a room works, first visit, s", at_most("2.5"), value("room first"), "{:.2f}"),
    Line("… second visit, s", at_most("1"), value("room second"), "{:.2f}"),
]
