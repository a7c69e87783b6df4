"""A real browser against the real service. Every console error of every page is a failure."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.kit.service import Service

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 860}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def chromium() -> str:
    """The browser of this machine; there is no test without one."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert found, "no Chromium on this machine: name one by CHROMIUM="
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this process."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The real service on SQLite; tests keep apart by circles of their own."""
    folder = tmp_path_factory.mktemp("browser") / "instance"
    with Service(folder, LIMITS="off") as running:
        yield running


class Visitor:
    """A browser window of one person, and everything its console complained about."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.context = context
        self.origin = origin
        self.faults: list[str] = []
        self.page = context.new_page()
        self._listen(self.page)

    def _listen(self, page: Page) -> None:
        page.on("pageerror", lambda fault: self.faults.append(f"{page.url}: {fault}"))
        page.on("console", lambda said: self._heard(page, said))

    def _heard(self, page: Page, said: Any) -> None:
        # A refused form is no fault of the page; the browser logs its status all the same.
        if said.type == "error" and "status of 4" not in said.text:
            self.faults.append(f"{page.url}: {said.text}")

    def open(self, path: str) -> Page:
        """Go to an address of the service."""
        self.page.goto(self.origin + path)
        return self.page

    def wear(self, cookies: dict[str, str]) -> None:
        """Take over the sign-in of another client, cookie by cookie."""
        self.context.add_cookies(
            [{"name": name, "value": value, "url": self.origin} for name, value in cookies.items()]
        )


@pytest.fixture
def visit(browser: Browser, service: Service) -> Iterator[Callable[..., Visitor]]:
    """Open a browser window of somebody's own; a fault in its console fails the test."""
    opened: list[Visitor] = []

    def make(**more: Any) -> Visitor:
        settings = {"viewport": PHONE, "reduced_motion": "reduce"} | more
        visitor = Visitor(browser.new_context(**settings), service.origin)
        opened.append(visitor)
        return visitor

    yield make
    for visitor in opened:
        visitor.context.close()
    assert [fault for visitor in opened for fault in visitor.faults] == []
