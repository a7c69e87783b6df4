"""The browser of this machine, for tests that need a real one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Playwright, sync_playwright

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


def light() -> str:
    """The same engine without windows, where it is installed; else the whole browser."""
    return os.environ.get("LIGHT_CHROMIUM") or shutil.which("chromium-headless-shell") or chromium()


@contextmanager
def engine() -> Iterator[Playwright]:
    """What starts browsers, until the block ends; a second one beside it would not run."""
    with sync_playwright() as playwright:
        yield playwright


@contextmanager
def running(playwright: Playwright, path: str, *more: str) -> Iterator[Browser]:
    """A browser, until the block ends; `more` are flags of its own."""
    browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *more])
    yield browser
    browser.close()
