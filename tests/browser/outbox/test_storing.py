"""Where what waits is stored, where it cannot be, and what never is."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import acts
from tests.browser.outbox.device import on_device
from tests.browser.outbox.stage import ALERT, SAID, WAITING

FOOT = f"[data-region=timeline] {WAITING}"
# A browser that lets no page store anything.
NO_STORE = "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };"
# A device that is full: reading goes on, writing does not.
FULL = """
    IDBObjectStore.prototype.put = () => { throw new DOMException('no', 'QuotaExceededError'); };
"""
NO_LOCKS = "Object.defineProperty(navigator, 'locks', { value: undefined });"
# A store that never answers.
SILENT = "IDBFactory.prototype.open = () => ({});" + NO_LOCKS


def test_it_is_stored_before_the_first_try(stage):
    seen = []

    def look(route):
        seen.append([act["state"] for act in on_device(stage.ana.context.pages[-1])])
        route.continue_()

    stage.ana.open_tab().goto(stage.ana.origin + "/safety")
    stage.ana.context.route("**/messages", look)  # either tab may be the one that sends

    acts.say(stage.ana, "kept first")

    stage.ben.sees(".message", "kept first")
    assert seen == [["waiting"]]


def test_a_try_that_fails_is_made_again_by_itself(stage):
    tries = []

    def fail_twice(route):
        tries.append(route.request.post_data)
        route.abort() if len(tries) < 3 else route.continue_()

    stage.ana.context.route("**/messages", fail_twice)

    stage.press("words")

    stage.arrives_once("words")
    assert len(tries) == 3 and len(set(tries)) == 1


@pytest.mark.parametrize("fault", [NO_STORE, FULL, SILENT], ids=["refused", "full", "silent"])
@pytest.mark.parametrize("what", ["alert", "words"])
def test_where_nothing_can_be_stored_it_is_sent_and_the_page_says_so(
    service, make_stage, fault, what
):
    stage = make_stage(service, fault)
    stage.line.cut()

    stage.press(what)

    stage.ana.sees(WAITING, "stay on this page until it is sent")
    stage.line.restore()
    card = ALERT if what == "alert" else ".message"
    expect(stage.ben.the(card)).to_be_visible(timeout=20_000)
    stage.ana.misses(WAITING)
    assert stage.made("urge_alerts" if what == "alert" else "messages") == 1


def test_a_store_that_never_answers_keeps_nobody_signed_in(service, make_stage):
    stage = make_stage(service, SILENT)
    stage.ana.enter("/me")

    acts.press(stage.ana, "Sign out")

    stage.ana.page.wait_for_url(lambda address: not address.endswith("/me"))
    stage.ana.open("/me")
    stage.ana.page.wait_for_url("**/sign-in?next=**")


def test_on_plain_http_where_no_tab_can_wait_for_another_it_is_once_and_in_order(
    service, make_stage
):
    stage = make_stage(service, NO_LOCKS)
    other = stage.ana.open_tab()
    other.goto(stage.ana.origin + stage.pair.room)
    stage.line.cut()
    for words in ("a pear", "a plum", "a fig"):
        acts.say(stage.ana, words)
        stage.ana.sees(FOOT, words)

    stage.line.restore()

    said = stage.ben.page.locator(".message .said")
    expect(said).to_have_text(["a pear", "a plum", "a fig"], timeout=30_000)
    assert stage.made("messages") == 3


WITH_WORKER = """
    window.tags = [];
    const sync = { register: async (tag) => void window.tags.push(tag) };
    ServiceWorkerContainer.prototype.getRegistration = async () => ({ sync });
"""


def test_where_there_is_a_worker_it_is_asked_to_send_what_waits(service, make_stage):
    stage = make_stage(service, WITH_WORKER)
    stage.line.cut()

    stage.press("words")

    stage.ana.until(lambda: stage.ana.asks("window.tags") == ["outbox"])


SECRET_FORM = """
    () => {
        const form = document.createElement("form");
        form.dataset.enhance = "";
        form.setAttribute("action", "/password/change");
        const field = document.createElement("input");
        field.type = "password";
        field.name = "password";
        field.value = "hunter2 hunter2";
        form.append(field);
        document.querySelector("main").append(form);
        form.requestSubmit();
    }
"""


def test_a_secret_is_never_stored_even_from_an_enhanced_form(stage):
    stage.line.cut()

    stage.ana.page.evaluate(SECRET_FORM)

    stage.ana.sees(WAITING, "stay on this page until it is sent")
    assert on_device(stage.ana.page) == []


def test_a_form_says_itself_that_it_is_not_kept(stage):
    stage.ana.page.evaluate("document.querySelector('form.composer').dataset.unkept = ''")
    stage.line.cut()

    acts.say(stage.ana, "between us")

    stage.ana.sees(FOOT, "stay on this page until it is sent")
    assert on_device(stage.ana.page) == []
    stage.line.restore()
    stage.ben.sees(".message", "between us")


# Reading waits behind another tab's writing, or a phone that has just woken; writing goes on.
SLOW_TO_READ = """
    window.slowUntil = 0;
    const real = IDBObjectStore.prototype.getAll;
    IDBObjectStore.prototype.getAll = function (...given) {
        const isSlow = this.transaction.mode === "readonly" && performance.now() < window.slowUntil;
        return isSlow ? {} : real.apply(this, given);
    };
"""
FOUR_SECONDS = "window.slowUntil = performance.now() + 4000"


def test_a_call_goes_out_though_the_store_is_slow_to_read(service, make_stage):
    stage = make_stage(service, SLOW_TO_READ)
    stage.ana.asks(FOUR_SECONDS)

    stage.press("alert")

    stage.ana.until(lambda: stage.made("urge_alerts") == 1, within=20)


def test_nobody_reads_that_a_call_was_not_told_while_the_store_is_slow_to_read(service, make_stage):
    stage = make_stage(service, SLOW_TO_READ)
    other = stage.ana.open_tab()
    other.goto(stage.ana.origin + "/safety")
    held = stage.ana.hold_next("**/alerts")
    stage.press("alert")
    stage.ana.until(lambda: held)
    stage.ana.page.evaluate(SAID)

    stage.ana.asks(FOUR_SECONDS)
    other.evaluate("void new BroadcastChannel('outbox').postMessage(null)")
    stage.ana.until(lambda: stage.ana.asks("performance.now() > window.slowUntil"))
    held[0].continue_()
    stage.arrives_once("alert")

    assert "Nobody was told" not in " ".join(stage.ana.asks("window.said"))
