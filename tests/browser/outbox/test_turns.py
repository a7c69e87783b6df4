"""One sender at a time in each lane: nobody else sends what one page has in hand."""

from __future__ import annotations

import pytest

# Who waits for the turn of another.
AWAITED = """
    navigator.locks.query().then(({ pending }) => pending.map(({ name }) => name).join())
"""
# As the browser does when the network is back.
SYNC = """
    void self.dispatchEvent(Object.assign(new ExtendableEvent("sync"), { tag: "outbox" }))
"""


@pytest.fixture
def busy(stage):
    """Ana's page has words on their way, and no answer yet; what lets them go on."""
    held = stage.ana.hold_next("**/messages")
    stage.press("words")
    stage.ana.until(lambda: held)
    return stage, held[0].continue_


def nobody_else_sends(stage):
    """Wait until somebody else wants its turn; it has not taken it."""
    stage.ana.until(lambda: stage.ana.asks(AWAITED) or stage.made("messages"))
    assert stage.made("messages") == 0


def test_another_tab_waits_for_its_turn(busy):
    stage, go_on = busy

    stage.ana.open_tab().goto(stage.ana.origin + stage.pair.room)

    nobody_else_sends(stage)
    go_on()
    stage.arrives_once("words")


def test_the_worker_waits_for_its_turn(busy):
    stage, go_on = busy
    stage.ana.until(lambda: stage.ana.context.service_workers)
    [worker] = stage.ana.context.service_workers

    worker.evaluate(SYNC)

    nobody_else_sends(stage)
    go_on()
    stage.arrives_once("words")
