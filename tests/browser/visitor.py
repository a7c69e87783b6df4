"""A browser window of one person."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from playwright.sync_api import BrowserContext, Error, Locator, Page, Route, expect

WITHIN_MS = 8_000
# Playwright waits for ever for a promise that never settles, such as that of a blocked database.
IN_TIME = """(given) => Promise.race([
  (async () => { const it = (%s); return typeof it === "function" ? it(given) : it })(),
  new Promise((_, no) => setTimeout(() => no(new Error("no answer in time")), %d)),
])"""


def answer(page: Page, expression: str, given: Any = None) -> Any:
    """What a page answers to an expression or a function: in time, or an error.

    A page that is just being left leaves the answer to the one that comes.
    """
    asked = IN_TIME % (expression, WITHIN_MS)
    try:
        return page.evaluate(asked, given)
    except Error as fault:
        if "Execution context was destroyed" not in str(fault):
            raise
        return page.evaluate(asked, given)


class Visitor:
    """One person's window, and everything its console complained about.

    `script` tells whether the page's script runs: without it, news is seen by loading anew.
    `forgives` are words of complaints that a test itself provokes.
    """

    def __init__(self, context: BrowserContext, origin: str, *, script: bool = True) -> None:
        self.context = context
        self.origin = origin
        self.script = script
        self.faults: list[str] = []
        self.forgives: tuple[str, ...] = ("status of 4",)
        self.page = self.open_tab()

    def open_tab(self) -> Page:
        """One more tab of the same sign-in; its console is listened to as well."""
        page = self.context.new_page()
        page.set_default_timeout(WITHIN_MS)
        page.on("pageerror", lambda fault: self.faults.append(f"{page.url}: {fault}"))
        page.on("console", lambda said: self._heard(page, said))
        return page

    def _heard(self, page: Page, said: Any) -> None:
        # A refused form is no fault of the page; the browser logs its status all the same.
        is_known = any(words in said.text for words in self.forgives)
        if said.type in ("error", "warning") and not is_known:
            self.faults.append(f"{page.url}: {said.text}")

    def open(self, path: str) -> Page:
        """Go to an address of the service; with script, wait until the page is live."""
        self.page.goto(self.origin + path)
        return self.page

    def wear(self, cookies: dict[str, str]) -> Visitor:
        """Take over the sign-in of another client, cookie by cookie."""
        self.context.add_cookies(
            [{"name": name, "value": value, "url": self.origin} for name, value in cookies.items()]
        )
        return self

    def enter(self, path: str, live: str = "socket") -> Page:
        """Go to an address and, with script, wait until news comes by itself."""
        self.open(path)
        if self.script:
            self.wait_live(live)
        return self.page

    def wait_live(self, how: str = "socket") -> None:
        """Wait until news comes by `socket` or by `poll`."""
        self.page.locator(f"html[data-live={how}]").wait_for(state="attached")

    def empty(self) -> None:
        """Leave every page, and the window to the browser's own end.

        Chromium as people have it now and then never answers that a context is closed, and
        Playwright waits for that for ever.
        """
        for page in self.context.pages:
            with suppress(Error):
                page.goto("about:blank")

    def click(self, what: Locator) -> None:
        """Click what leads on; without script, wait until the page it leads to is there.

        A page that is loaded anew while another is on its way may lose both.
        """
        if self.script:
            what.click()
            return
        with self.page.expect_navigation():
            what.click()

    def go_back(self) -> None:
        """Go back one page; not refused because the one before it is just being left."""
        self.until(self._is_back)

    def _is_back(self) -> bool:
        try:
            self.page.go_back()
        except Error as fault:
            if "Not attached to an active page" not in str(fault):
                raise
            return False
        return True

    # --- what is on the screen

    def the(self, selector: str, says: str | None = None) -> Locator:
        """The first such thing on the page; `says`: with these words in it."""
        return self.page.locator(selector, has_text=says).first

    def sees(self, selector: str, says: str | None = None) -> Locator:
        """Wait until this shows. Without script, load the page anew until it does."""
        found = self.the(selector, says)
        if self.script:
            expect(found).to_be_visible(timeout=WITHIN_MS)
        else:
            self.until(lambda: found.is_visible() or self._anew(found))
        return found

    def misses(self, selector: str, says: str | None = None) -> None:
        """Wait until nothing such shows. Without script, load the page anew until so."""
        if not self.script:
            self.page.reload()
        expect(self.the(selector, says)).to_be_hidden(timeout=WITHIN_MS)

    def _anew(self, found: Locator) -> bool:
        self.page.reload()
        return found.is_visible()

    def until(self, question: Callable[[], Any], within: float = WITHIN_MS / 1_000) -> Any:
        """Ask until the answer is true. (The policy of the pages forbids Playwright's own way.)"""
        deadline = time.monotonic() + within
        while not (answer := question()):
            assert time.monotonic() < deadline, f"not so within {within} s on {self.page.url}"
            self.page.wait_for_timeout(20)
        return answer

    def asks(self, expression: str) -> Any:
        """What the page answers to an expression, which may be a promise."""
        return answer(self.page, expression)

    # --- what lies in between

    def hold_next(self, address: str) -> list[Route]:
        """Hold what any tab asks there next, until the test lets it go on; what is held.

        Any tab: an act that waits is sent by whichever takes it up first.
        """
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        self.context.route(address, hold, times=1)
        return held

    # --- whether the page stayed

    def mark(self) -> None:
        """Leave a mark on the window, which no reload survives."""
        if self.script:
            self.page.evaluate("window.stayed = true")

    def stayed(self) -> bool:
        """Whether the mark is still there: the page was not loaded anew."""
        return not self.script or bool(self.page.evaluate("window.stayed"))
