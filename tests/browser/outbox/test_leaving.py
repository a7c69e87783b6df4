"""A page that is left in the middle of sending."""

from __future__ import annotations

from tests.browser.outbox.device import states
from tests.browser.outbox.stage import ALERT
from tests.kit.proxy import UP

# More than a browser opens connections to one place: what is asked after them waits for its turn.
TAKE_ALL_LINES = """
    () => {
        for (let n = 0; n < 8; n += 1) fetch(`/manifest.webmanifest?${n}`).catch(() => null);
    }
"""
NO_WORKER = "delete Navigator.prototype.serviceWorker;"


def test_a_press_goes_out_though_its_page_is_left_before_a_byte_was_sent(service, make_stage):
    stage = make_stage(service, NO_WORKER)
    asked = []
    stage.ana.page.on("request", lambda one: asked.append(one.method))
    stage.line.hold(UP)
    stage.ana.page.evaluate(TAKE_ALL_LINES)
    stage.press("alert")
    stage.ana.until(lambda: "POST" in asked)

    stage.ana.page.goto("about:blank")
    stage.line.restore()

    stage.ben.sees(ALERT, "Ana asks for company")
    assert stage.made("urge_alerts") == 1
    stage.ana.page.goto(stage.ana.origin + "/static/icon.svg")
    assert states(stage.ana.page) == ["waiting"]  # nobody was there to hear that it was told
