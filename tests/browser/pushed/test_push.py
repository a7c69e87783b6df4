"""A friend is reached with the page closed: pushed, shown by the real worker, and a touch leads on.

A touch is an event of our own, for nothing else touches a notification here.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from tests.browser import acts
from tests.browser.app.conftest import READY
from tests.browser.pair import meet
from tests.browser.pushed.pushing import agree, allowed, deliver
from tests.kit.push_service import push_service

TOUCHED = """async () => {
    const [notification] = await registration.getNotifications();
    const opened = [];
    clients.openWindow = async (address) => { opened.push(address) };
    const touch = new Event("notificationclick");
    let over;
    Object.assign(touch, { notification, waitUntil: (work) => { over = work } });
    self.dispatchEvent(touch);
    await over;
    return [opened[0], (await registration.getNotifications()).length];
}"""


MOVED = """async (given) => {
    const [old] = given.splice(0, 1);
    const change = new Event("pushsubscriptionchange");
    const made = ({ toJSON: () => given[0] });
    const oldSubscription = { endpoint: old, options: {} };
    let over;
    const waitUntil = (work) => { over = work };
    Object.assign(change, { oldSubscription, newSubscription: made, waitUntil });
    self.dispatchEvent(change);
    await over;
}"""


def arrived(service):
    path = next(service.folder.glob("*.sqlite"))
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        query = "SELECT count(*) FROM deliveries WHERE arrived_at IS NOT NULL"
        return database.execute(query).fetchone()[0]


def test_a_push_reaches_a_closed_page_and_its_touch_leads_to_the_claim(pushing, window):
    pair = meet(pushing.origin)
    ana = pair.window(window, pair.ana)
    ben = allowed(pushing, window, pair.ben)
    with push_service() as service:
        phone = service.subscriber()
        agree(ben, phone)
        ben.page.goto("about:blank")

        place = pair.alert()
        rung = ben.until(lambda: service.to(phone), within=20)
        told = phone.opened(rung[0])
        shown = deliver(ben, told)
        ben.until(lambda: arrived(pushing) == 1)
        [worker] = ben.context.service_workers
        address, left = worker.evaluate(TOUCHED)

    wanted = json.loads(told)["notification"]
    assert (shown, left) == ([wanted], 0)
    ana.enter(place)
    ben.page.goto(address)
    ben.page.wait_for_url(f"**{place}")
    acts.press(ben, "I have you")
    ana.sees(".who", "Ben has you.")


def test_an_address_that_the_browser_changed_takes_the_place_of_the_former(pushing, window):
    pair = meet(pushing.origin)
    ben = allowed(pushing, window, pair.ben)
    with push_service() as service:
        former, later = service.subscriber(), service.subscriber()
        agree(ben, former)
        [worker] = ben.context.service_workers

        now = {"endpoint": later.endpoint, "keys": later.keys}
        worker.evaluate(MOVED, [former.endpoint, now])
        pair.alert()
        ben.until(lambda: service.to(later), within=20)

        assert service.to(former) == []


def test_something_is_shown_even_when_it_cannot_be_read(pushing, window):
    pair = meet(pushing.origin)
    ben = allowed(pushing, window, pair.ben)
    ben.open("/me/reached")
    ben.until(lambda: ben.asks(READY))

    shown = deliver(ben, b"no json")

    assert [(one["title"], one["navigate"]) for one in shown] == [("127.0.0.1", "/news")]


@pytest.mark.parametrize(
    ("script", "more", "says"),
    [
        ("", {}, "[data-state=off]"),
        (
            "Object.defineProperty(Notification, 'permission', {get: () => 'denied'});",
            {},
            "[data-state=denied]",
        ),
        ("delete window.PushManager;", {}, "[data-state=none]"),
        (
            "Object.defineProperty(navigator, 'standalone', {get: () => false});",
            {"user_agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) Safari"},
            "[data-state=install]",
        ),
    ],
    ids=["not yet", "denied", "unable", "iphone"],
)
def test_the_page_says_how_this_browser_stands(pushing, window, script, more, says):
    pair = meet(pushing.origin)
    ben = window(pushing.origin, **more).wear(pair.ben.cookies)
    ben.context.add_init_script(script)

    ben.open("/me/reached")

    ben.sees(f"push-toggle {says}")
    assert ben.page.locator("push-toggle [data-state]:visible").count() == 1
