"""What a browser is asked for, so that what waits is on the disk and stays there."""

from __future__ import annotations

import pytest

from tests.browser.outbox.device import states
from tests.browser.outbox.stage import STANDBY

# How durably each act was written.
WRITTEN = """
    window.written = [];
    const real = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...given) {
        if (this.name === "acts") window.written.push(this.transaction.durability);
        return real.apply(this, given);
    };
"""
ASKED = """
    const place = window.StorageManager?.prototype ?? {};
    place.persist = async () => { window.noted(); return true; };
"""
# A browser without a screen installs nothing; the page is told what an installed one is told.
INSTALLED = """
    const real = window.matchMedia;
    window.matchMedia = (asked) =>
        real.call(window, asked.includes("standalone") ? "all" : asked);
"""


def test_a_press_waits_until_the_disk_has_it(service, make_stage):
    stage = make_stage(service, WRITTEN)
    stage.line.cut()

    stage.press("alert")

    stage.ana.sees(STANDBY)
    assert set(stage.ana.asks("window.written")) == {"strict"}
    assert states(stage.ana.page) == ["waiting"]


@pytest.fixture
def asked(stage):
    """The pages of Ana's from which the browser was asked to keep what rests there."""
    noted = []
    stage.ana.context.expose_function("noted", lambda: noted.append(stage.ana.page.url))
    stage.ana.context.add_init_script(ASKED)
    return noted


def test_it_is_asked_to_keep_what_waits_at_the_next_visit_and_nothing_of_who_reads(stage, asked):
    for path in (stage.pair.room, "/journey"):
        stage.ana.enter(path)
    stage.line.cut()
    stage.press("alert")
    stage.ana.sees(STANDBY)
    assert asked == []
    stage.ana.page.goto("about:blank")
    stage.line.restore()

    stage.ana.enter(stage.pair.room)

    stage.ana.until(lambda: len(asked) == 1)


def test_it_is_asked_to_keep_what_an_installed_app_will_have(stage, asked):
    stage.ana.context.add_init_script(INSTALLED)

    stage.ana.enter(stage.pair.room)

    stage.ana.until(lambda: len(asked) == 1)


def test_a_stranger_is_not_asked_to_keep_what_somebody_left(stage, asked):
    stage.line.cut()
    stage.press("words")
    stage.is_stored()
    stage.ana.page.goto("about:blank")
    stage.ana.context.clear_cookies()
    stage.line.restore()

    stage.ana.open("/sign-in")

    stage.ana.sees("[data-tray-line]", "Not sent yet from this browser: 1.")
    assert asked == []
