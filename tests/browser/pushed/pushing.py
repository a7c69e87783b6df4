"""What a browser's maker does between the service and a worker, done here by hand.

No browser of a test can subscribe at its maker's push service. So `subscribe` is replaced by one
whose keys the test holds: what the service sends is decrypted here and handed to the worker as a
browser does it.
"""

from __future__ import annotations

import json

from tests.browser import acts
from tests.browser.app.conftest import NO_LINE, READY

SUBSCRIBED = """
    const given = %s;
    const toJSON = () => given;
    const agreed = { ...given, toJSON, unsubscribe: async () => true };
    PushManager.prototype.subscribe = async function (options) {
        localStorage.setItem("asked", btoa(String.fromCharCode(...options.applicationServerKey)));
        return agreed;
    };
    PushManager.prototype.getSubscription = async () => localStorage.getItem("asked") && agreed;
"""
# To ask what stands there while one is being shown takes that one away for good (215 of 300 times,
# Chromium 156). So what is shown is counted first, and asked for when it stands there.
COUNTED = """() => {
    const { prototype } = ServiceWorkerRegistration, { showNotification } = prototype;
    self.shown = 0;
    prototype.showNotification = async function (...given) {
        await showNotification.apply(this, given);
        self.shown += 1;
    };
}"""
SHOWN = """async () => (await registration.getNotifications()).map((one) => (
    { title: one.title, body: one.body, tag: one.tag, navigate: one.data.navigate,
      renotify: one.renotify }))"""


def deliver(visitor, told, times=1):
    """Hand a decrypted push to the worker, as the browser itself would; what stands there then."""
    [worker] = visitor.context.service_workers
    worker.evaluate(COUNTED)
    for _ in range(times):
        hand_over(visitor, told)
    visitor.until(lambda: worker.evaluate("self.shown") == times, within=20)
    return worker.evaluate(SHOWN)


def hand_over(visitor, told):
    cdp, known = visitor.context.new_cdp_session(visitor.page), []
    cdp.on("ServiceWorker.workerRegistrationUpdated", lambda it: known.extend(it["registrations"]))
    failed = "ServiceWorker.workerErrorReported"
    cdp.on(failed, lambda it: visitor.faults.append(it["errorMessage"]["errorMessage"]))
    cdp.send("ServiceWorker.enable")
    ours = visitor.until(lambda: [one for one in known if visitor.origin in one["scopeURL"]])
    of = {"origin": visitor.origin, "registrationId": ours[0]["registrationId"]}
    cdp.send("ServiceWorker.deliverPushMessage", {**of, "data": told.decode()})


def allowed(pushing, window, browser):
    """A window whose browser lets the page show notifications."""
    visitor = window(pushing.origin, permissions=["notifications"]).wear(browser.cookies)
    visitor.forgives += NO_LINE
    return visitor


def tap(ben, phone):
    """Ben taps where his browser asks to be reached."""
    given = {"endpoint": phone.endpoint, "keys": phone.keys}
    ben.context.add_init_script(SUBSCRIBED % json.dumps(given))
    ben.open("/me/reached")
    ben.until(lambda: ben.asks(READY))
    acts.press(ben, "Reach me here")


def agree(ben, phone):
    """Ben lets his browser be reached, by one tap on the page."""
    tap(ben, phone)
    ben.sees("[data-state=on]")
    ben.sees(".person-name", "this one")
