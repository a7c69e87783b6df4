"""A touch on what was pushed, with a window open: it leads there, and takes nobody's words away."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.browser.pair import meet
from tests.browser.pushed.pushing import agree, allowed, deliver
from tests.kit.push_service import push_service

# No person touches anything here, so the browser would let no window be opened or come forward. Nor
# does it end anything after a moment: the worker may wait for as long as a busy machine takes.
TOUCHED = """async () => {
    const { timeout } = AbortSignal, { setTimeout } = self;
    AbortSignal.timeout = (ms) => timeout.call(AbortSignal, 20 * ms);
    self.setTimeout = (done, ms, ...given) => setTimeout(done, 20 * ms, ...given);
    const [notification] = await registration.getNotifications();
    const done = { opened: [], focused: [] };
    clients.openWindow = async (address) => { done.opened.push(new URL(address).pathname) };
    WindowClient.prototype.focus = async function () {
        done.focused.push(new URL(this.url).pathname);
    };
    const touch = new Event("notificationclick");
    let over;
    Object.assign(touch, { notification, waitUntil: (work) => { over = work } });
    self.dispatchEvent(touch);
    await over;
    return done;
}"""


@pytest.fixture
def pair(pushing):
    return meet(pushing.origin)


@pytest.fixture
def called(pair, pushing, window):
    """Where Ana asks for company, what was pushed to Ben about it, and Ben."""
    ben = allowed(pushing, window, pair.ben)
    with push_service() as service:
        phone = service.subscriber()
        agree(ben, phone)
        place = pair.alert()
        rung = ben.until(lambda: service.to(phone), within=20)
        yield place, phone.opened(rung[0]), ben


def touch(ben, told):
    """What the worker does when the notification is touched."""
    deliver(ben, told)
    [worker] = ben.context.service_workers
    return worker.evaluate(TOUCHED)


def test_a_window_that_shows_the_place_comes_forward_as_it_is(called):
    place, told, ben = called
    ben.enter(place)
    ben.mark()

    done = touch(ben, told)

    assert done == {"opened": [], "focused": [place]}
    assert ben.stayed()


def test_a_window_in_which_nobody_types_goes_there(called):
    place, told, ben = called
    ben.enter("/journey")

    done = touch(ben, told)

    assert done == {"opened": [], "focused": [place]}
    ben.page.wait_for_url(f"**{place}")


def test_a_window_in_which_somebody_types_keeps_their_words(called, pair):
    _place, told, ben = called
    ben.enter(pair.room)
    ben.the(".composer textarea").fill("In the middle of a")

    done = touch(ben, told)

    delivery = json.loads(told)["notification"]["navigate"].removeprefix(ben.origin)
    assert done == {"opened": [delivery], "focused": []}
    expect(ben.the(".composer textarea")).to_have_value("In the middle of a")


def test_of_two_windows_the_one_in_which_nobody_types_goes(called, pair):
    place, told, ben = called
    ben.enter("/journey")
    other = ben.open_tab()
    other.goto(ben.origin + pair.room)
    other.locator("html[data-live=socket]").wait_for(state="attached")
    other.locator(".composer textarea").fill("In the middle of a")

    done = touch(ben, told)

    assert done == {"opened": [], "focused": [place]}
    ben.page.wait_for_url(f"**{place}")
    expect(other.locator(".composer textarea")).to_have_value("In the middle of a")


def test_what_is_pushed_twice_at_once_stands_there_once(called):
    _place, told, ben = called

    assert len(deliver(ben, told, times=2)) == 1
