"""Whoever held the device put something among what it keeps: none of it runs, or is shown."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error

from tests.browser import acts
from tests.browser.app.conftest import READY
from tests.kit import cast

EVIL = "document.documentElement.dataset.planted = 'yes'"
RAN = "document.documentElement.dataset.planted === 'yes'"
PAGE = f"""<!doctype html><title>Planted</title><script>{EVIL}</script>
<script src="/static/build/evil-ABCDEFGH.js"></script><img src="/nothing" onerror="{EVIL}">
<h1>Planted</h1>"""
PLANT = """async ([name, address, text, type]) => {
    const cache = await caches.open(name);
    const headers = {"Content-Type": type};
    await cache.put(new Request(address), new Response(text, {headers}));
    return true;
}"""
SHELL = "caches.keys().then((names) => names.find((one) => one.startsWith('shell ')))"
TEXT = """
    async ([name, address]) => (await (await caches.open(name)).match(address)).text()
"""
# A store is looked into in the order in which it was made.
BEFORE = """async () => {
    const [name] = (await caches.keys()).filter((one) => one.startsWith("shell "));
    const kept = await (await caches.open(name)).matchAll();
    await caches.delete(name);
    await caches.open("before all others");
    const cache = await caches.open(name);
    await Promise.all(kept.map((one) => cache.put(one.url, one)));
    return true;
}"""
OFFLINE = "caches.match('/offline', {ignoreVary: true}).then((one) => one.text())"
INLINE = f"""() => {{
    const script = document.createElement("script");
    script.append("{EVIL}");
    document.head.append(script);
}}"""
SCRIPT = "document.querySelector('script[type=module]').getAttribute('src')"
NO_NETWORK = "No network just now"
REFUSED = (
    "TrustedScript",
    "Content Security Policy",
    "Refused to",
    "Failed to find a valid digest",
)


@pytest.fixture
def ana(at_home):
    at_home.forgives += REFUSED
    at_home.until(lambda: at_home.asks(SHELL))
    return at_home


def plant(ana, address, text, kind, name=None):
    """Put this among what the device keeps, as a tool of the browser can."""
    ana.page.evaluate(PLANT, [name or ana.asks(SHELL), address, text, kind])


def test_a_planted_script_never_runs_and_is_replaced_by_what_it_stood_for(ana, pair):
    address = ana.asks(SCRIPT)
    plant(ana, address, EVIL, "text/javascript")

    ana.enter(pair.room)

    def kept():
        return ana.page.evaluate(TEXT, [ana.asks(SHELL), address])

    ana.until(lambda: kept() != EVIL and len(kept()) > 10_000)
    assert not ana.asks(RAN)


def test_a_store_that_was_planted_first_hides_nothing_that_is_whole(ana):
    ana.asks(BEFORE)
    plant(ana, "/offline", PAGE, "text/html", "before all others")
    ana.context.set_offline(True)

    ana.open("/journey")

    ana.sees("h1", NO_NETWORK)


@pytest.mark.parametrize("path", ["/offline", "/help", "/help/de"])
def test_a_planted_page_is_never_shown(ana, path):
    plant(ana, "/static/build/evil-ABCDEFGH.js", EVIL, "text/javascript")
    plant(ana, path, PAGE, "text/html")
    plant(ana, path, PAGE, "text/html", "country")
    ana.context.set_offline(True)

    with suppress(Error):  # nothing whole is kept, so the browser says itself that there is no line
        ana.open(path)

    assert ana.page.title() != "Planted"
    assert not ana.asks(RAN)


def test_a_file_that_no_page_of_ours_names_is_not_answered_from_the_device(ana):
    plant(ana, "/static/build/evil-ABCDEFGH.js", EVIL, "text/javascript")

    asked = ana.asks("fetch('/static/build/evil-ABCDEFGH.js').then(({status}) => status)")

    assert asked == 404


def test_a_kept_page_has_the_rules_of_the_service_whatever_is_kept_beside_it(ana):
    plant(ana, "/offline", ana.asks(OFFLINE), "text/html; charset=utf-8")
    ana.context.set_offline(True)
    ana.open("/journey")
    ana.sees("h1", NO_NETWORK)

    ana.page.evaluate(INLINE)

    assert not ana.asks(RAN)


@pytest.mark.parametrize("path", ["/offline", "/help"])
def test_a_planted_page_makes_way_for_the_real_one_when_any_page_comes(ana, path):
    plant(ana, path, PAGE, "text/html")

    ana.open("/journey")

    ana.until(lambda: is_as_it_should_be(ana))


def leave_and_come_back(ana, pair, way):
    """Go, and sign in by the page."""
    acts.leave(ana, way)


@pytest.mark.parametrize("way", ["exit", "exit unheard", "sign out"])
def test_who_leaves_takes_all_that_was_planted_along_and_help_stays(ana, pair, way):
    ana.context.route(re.compile("bbc"), lambda route: route.fulfill(body="Fair and mild."))
    for path in ("/offline", "/help"):
        plant(ana, path, PAGE, "text/html")
    plant(ana, "/evil", PAGE, "text/html")
    if way == "exit unheard":
        ana.context.route("**/exit", lambda route: route.abort())

    leave_and_come_back(ana, pair, way.split()[0])
    ana.open("/sign-in")

    ana.until(lambda: is_as_it_should_be(ana))
    ana.until(lambda: ana.asks(READY))
    ana.context.set_offline(True)
    ana.open("/help")
    ana.sees("h1", "Help lines")


def is_as_it_should_be(ana):
    """Whether help is kept, and nothing planted is."""
    kept = ana.asks("""async () => {
        const cache = await caches.open((await caches.keys()).find((one) => /shell/.test(one)));
        const addresses = (await cache.keys()).map(({url}) => new URL(url).pathname);
        const texts = await Promise.all(["/offline", "/help"].map(async (one) =>
            (await cache.match(one, {ignoreVary: true}))?.text() ?? ""));
        return [...addresses, ...texts];
    }""")
    return "/help" in kept and "/evil" not in kept and "Planted" not in str(kept)


def test_who_signs_in_finds_the_shell_filled_anew(ana, pair):
    plant(ana, "/offline", PAGE, "text/html")
    ana.context.clear_cookies()
    cleo = cast.sign_up_new(pair.ana.origin, "Cleo")

    acts.sign_in(ana, cleo.email)

    ana.until(lambda: is_as_it_should_be(ana))
    ana.context.set_offline(True)
    ana.open("/journey")
    ana.sees("h1", NO_NETWORK)


def test_without_a_worker_a_changed_script_does_not_run_and_the_page_works_without(visit, pair):
    ana = visit(service_workers="block").wear(pair.ana.cookies)
    ana.forgives += REFUSED
    changed = {"body": EVIL, "content_type": "text/javascript"}
    ana.context.route("**/static/build/*.js", lambda route: route.fulfill(**changed))
    ana.open(pair.room)

    acts.say(ana, "sent by the form alone")

    ana.page.wait_for_selector(".message:has-text('sent by the form alone')")
    assert not ana.asks(RAN)
