"""Windows with a worker behind them."""

from __future__ import annotations

import pytest

NO_LINE = ("net::ERR_", "WebSocket connection", "Failed to load resource")
READY = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"


@pytest.fixture
def at_home(visit, pair):
    """Ana in the room, with the worker in charge of her window."""
    ana = visit().wear(pair.ana.cookies)
    ana.forgives += NO_LINE
    ana.enter(pair.room)
    ana.until(lambda: ana.asks(READY))
    return ana
