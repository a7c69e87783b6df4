"""The service dies at the worst moment; whoever pressed a button is served once all the same."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error, expect

from tests.browser import acts
from tests.browser.pair import meet, rows
from tests.kit.service import Service

POINTS = ["after_commit", "before_commit"]
ALERT = ".slot[data-kind=alert]"
# A page says so itself when the line is down, and the browser's console says it too.
NO_LINE = ("net::ERR_", "WebSocket connection")
# Pauses between tries grow to some seconds, and a restart takes a few.
PATIENCE_MS = 30_000


@pytest.fixture(scope="module")
def mortal(tmp_path_factory):
    """A service to be killed, not shared with other files, and two friends in it."""
    with Service(tmp_path_factory.mktemp("killed") / "instance", LIMITS="off") as service:
        yield service


@pytest.fixture
def stage(mortal, window):
    """Ana's window and Ben's, both live in the room."""
    pair = meet(mortal.origin)
    ana, ben = pair.window(window, pair.ana), pair.window(window, pair.ben)
    for visitor in (ana, ben):
        visitor.forgives += NO_LINE
    return mortal, ana, ben


def arm(service, crash, *visitors):
    """Start it anew, so that it dies at this point; wait until everybody is back."""
    service.stop()
    for visitor in visitors:
        visitor.wait_live("off")
    service.start(CRASH_AT=crash)
    for visitor in visitors:
        visitor.wait_live("socket")


def die_and_rise(service, table):
    """Wait for the crash; how many rows it left; then start it as usual."""
    service.wait_dead()
    left = rows(service.folder, table)
    service.start()
    return left


@pytest.mark.parametrize("point", POINTS)
def test_killed_around_the_press_of_the_button_there_is_one_alert(stage, point):
    service, ana, ben = stage
    before = rows(service.folder, "urge_alerts")
    arm(service, f"{point}:AlertRaised", ana, ben)

    ana.page.locator(".urge-button:visible").click()
    left = die_and_rise(service, "urge_alerts")

    expect(ana.the("dialog[open] .sheet-head")).to_be_visible(timeout=PATIENCE_MS)
    expect(ben.the(ALERT)).to_be_visible(timeout=PATIENCE_MS)
    assert left - before == (1 if point == "after_commit" else 0)
    assert rows(service.folder, "urge_alerts") - before == 1
    expect(ben.page.locator(ALERT)).to_have_count(1)


@pytest.mark.parametrize("point", POINTS)
def test_killed_around_the_sending_of_words_they_stand_there_once(stage, point):
    service, ana, ben = stage
    before = rows(service.folder, "messages")
    arm(service, f"{point}:MessagePosted", ana, ben)

    acts.say(ana, "once only")
    left = die_and_rise(service, "messages")

    expect(ben.the(".message", "once only")).to_be_visible(timeout=PATIENCE_MS)
    expect(ana.the(".composer textarea")).to_have_value("", timeout=PATIENCE_MS)
    assert left - before == (1 if point == "after_commit" else 0)
    assert rows(service.folder, "messages") - before == 1
    for visitor in (ana, ben):
        expect(visitor.page.locator(".message", has_text="once only")).to_have_count(1)


@pytest.mark.parametrize("point", POINTS)
def test_without_script_the_same_page_sent_again_makes_one_row(mortal, window, point):
    pair = meet(mortal.origin)
    ana = window(mortal.origin, script=False).wear(pair.ana.cookies)
    ana.open(pair.room)
    ana.forgives += NO_LINE
    before = rows(mortal.folder, "messages")
    mortal.stop()
    mortal.start(CRASH_AT=f"{point}:MessagePosted")

    with pytest.raises(Error):  # no page comes from a service that fell
        acts.say(ana, "once only")
    die_and_rise(mortal, "messages")
    ana.page.reload()

    ana.sees(".message", "once only")
    assert rows(mortal.folder, "messages") - before == 1
