"""A real browser against the real service. Every console error of every page is a failure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.pair import Pair, meet
from tests.browser.visitor import Visitor
from tests.kit.chromium import chromium, light
from tests.kit.service import Service

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 860}


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The real service on SQLite; tests keep apart by circles of their own."""
    folder = tmp_path_factory.mktemp("browser") / "instance"
    with Service(folder, LIMITS="off") as running:
        yield running


@pytest.fixture
def window(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Visitor]]:
    """Open a window of somebody's own at an origin; a fault in its console fails the test."""
    opened: list[Visitor] = []

    def make(origin: str, *, script: bool = True, **more: Any) -> Visitor:
        settings = {"viewport": PHONE, "reduced_motion": "reduce", "java_script_enabled": script}
        visitor = Visitor(browser.new_context(**settings | more), origin, script=script)
        opened.append(visitor)
        return visitor

    yield make
    faults = [fault for visitor in opened for fault in visitor.faults]  # an empty page has its own
    is_whole = "whole_browser" in request.fixturenames or light() == chromium()
    for visitor in opened:
        visitor.empty() if is_whole else visitor.context.close()
    assert faults == []


@pytest.fixture
def visit(service: Service, window: Callable[..., Visitor]) -> Callable[..., Visitor]:
    """Open a window of somebody's own at the service that the tests share."""
    return lambda **more: window(service.origin, **more)


@pytest.fixture
def pair(service: Service) -> Pair:
    """Ana and Ben, friends in a circle of their own."""
    return meet(service.origin)


@pytest.fixture
def ana(pair: Pair, visit: Callable[..., Visitor]) -> Visitor:
    """Ana in a window with the room open."""
    return pair.window(lambda _origin: visit(), pair.ana)


@pytest.fixture
def ben(pair: Pair, visit: Callable[..., Visitor]) -> Visitor:
    """Ben in a window with the room open."""
    return pair.window(lambda _origin: visit(), pair.ben)
