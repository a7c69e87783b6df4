"""Two people, one bad line, and what is stored where."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser import acts
from tests.browser.outbox.device import states
from tests.browser.pair import Pair, rows
from tests.browser.visitor import Visitor
from tests.kit.proxy import Proxy
from tests.kit.service import Service

ALERT = ".slot[data-kind=alert]"
STANDBY = "[data-urge-fallback]"
WAITING = ".waiting"
BUTTON = ".urge-button:visible"
# All that the page says meanwhile, also what it takes back.
SAID = """
    window.said = [];
    const place = document.getElementById("notices");
    new MutationObserver(() => window.said.push(place.textContent))
        .observe(place, { childList: true, subtree: true });
"""
# A page says so itself when the line is down, and the browser's console says it too.
NO_LINE = ("net::ERR_", "WebSocket connection", "Failed to load resource")
# Pauses between tries grow to some seconds.
PATIENCE_MS = 30_000


@dataclass
class Stage:
    """Ana presses, Ben looks; `line` is what lies between Ana and the service."""

    service: Service
    pair: Pair
    ana: Visitor
    ben: Visitor
    line: Proxy
    before: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.before = {table: self._rows(table) for table in ("urge_alerts", "messages")}

    def _rows(self, table: str) -> int:
        return rows(self.service.folder, table)

    def made(self, table: str) -> int:
        """How many rows were made since the beginning."""
        return self._rows(table) - self.before[table]

    def press(self, what: str) -> None:
        """Ana presses the big button, or sends words."""
        if what == "alert":
            self.ana.page.locator(BUTTON).click()
        else:
            acts.say(self.ana, "once only")

    def is_stored(self, page: Page | None = None, count: int = 1) -> None:
        """Wait until so many acts wait on Ana's device."""
        where = page or self.ana.page
        self.ana.until(lambda: states(where).count("waiting") == count)

    def leave(self) -> None:
        """Ana's page goes, its line cut; a try that it left behind meets nothing but that."""
        self.ana.page.goto("about:blank")
        self.ana.until(lambda: time.monotonic() - self.line.tried_at > 1)

    def arrives_once(self, what: str) -> None:
        """Ben sees it once, it was made once, and nothing of it waits any more."""
        table, card = {
            "alert": ("urge_alerts", self.ben.page.locator(ALERT)),
            "words": ("messages", self.ben.page.locator(".message", has_text="once only")),
        }[what]
        expect(card.first).to_be_visible(timeout=PATIENCE_MS)
        page = self.ana.context.pages[-1]
        self.ana.until(lambda: "waiting" not in states(page), within=PATIENCE_MS / 1_000)
        expect(page.locator(WAITING)).to_have_count(0)
        expect(card).to_have_count(1)
        assert self.made(table) == 1


def planted_words(stage: Stage, words: str, **more: Any) -> dict[str, Any]:
    """Words in the room under Ana's name, of the shape in which they would wait."""
    lane = f"/circles/{stage.pair.circle}"
    row = {"lane": lane, "kind": "messages", "address": f"{lane}/messages", "state": "waiting"}
    account = stage.pair.ana.read("/me/now").json["account"]
    return (
        {"key": words.replace(" ", "-"), "account": account, "fields": f"text={words}"} | row | more
    )
