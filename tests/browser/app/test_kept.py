"""What a device keeps of the service: the shell, help, and not a word of anybody."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import acts
from tests.kit import cast

# All that is kept, also what is kept twice for one address.
CACHED = """
    async () => {
        const found = [];
        for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            const asked = await cache.keys();
            const answers = await cache.matchAll();
            for (const [nth, {url}] of asked.entries()) {
                found.push([new URL(url).pathname, await answers[nth].text()]);
            }
        }
        return found;
    }
"""
LISTED = re.compile(r"/offline|/help|/help/de|/static/build/[\w-]+\.(js|css|woff2)")
TOUR = ("/me", "/news", "/journey", "/circles", "/me/numbers", "/toolkit", "/help", "/help/fr")


def kept_paths(visitor):
    return [path for path, _ in visitor.asks(CACHED)]


def test_after_a_tour_no_cache_knows_a_name_or_a_word(at_home, pair):
    number = {"name": "Aunt Quilla", "number": "+49 30 5550199"}
    pair.ana.post("/me/numbers", **number).expect(201)
    cast.say(pair.ben, pair.circle, "a whispered marmalade").expect(201)
    alert = pair.alert(note="the thistle note")
    at_home.sees(".message", "a whispered marmalade")

    for path in (*TOUR, alert, f"{pair.room}/people", "/help/de", "/me/streams"):
        at_home.open(path)

    at_home.until(lambda: "/help/de" in kept_paths(at_home))
    kept = at_home.asks(CACHED)
    assert [path for path, _ in kept if not LISTED.fullmatch(path)] == []
    private = ("Quilla", "5550199", "marmalade", "thistle", "Harbour", pair.ana.email, pair.circle)
    assert [word for word in private for _, text in kept if word in text] == []
    pages = [text for path, text in kept if not path.startswith("/static/")]
    assert len(pages) == 3 and all("</html>" in text for text in pages)
    assert [text for text in pages if re.search(r"\b(Ana|Ben)\b|data-account", text)] == []


def test_help_is_there_without_a_network_and_any_other_page_says_so(at_home, pair):
    at_home.open("/help/de")
    at_home.until(lambda: "/help/de" in kept_paths(at_home))
    at_home.context.set_offline(True)

    at_home.open("/help/de")
    at_home.sees(".help-name")
    at_home.open("/help/fr")
    at_home.sees("h1", "Help lines")
    at_home.open("/journey")

    at_home.sees("h1", "No network just now")
    assert at_home.the("a[data-exit]").is_visible()
    at_home.context.set_offline(False)
    at_home.page.wait_for_selector("h1:has-text('Journey'), h1:has-text('Your')")
    at_home.misses("[data-no-network]")


def is_led_away(at_home, pair):
    """Whether the room asks for a sign-in; Exit ends the old one while the next page comes."""
    at_home.open(pair.room)
    return "/sign-in" in at_home.page.url


@pytest.mark.parametrize("way", ["exit", "sign out"])
def test_after_leaving_back_shows_nothing_private_with_a_worker_either(at_home, pair, way):
    at_home.context.route(re.compile("bbc"), lambda route: route.fulfill(body="Fair and mild."))
    at_home.enter(pair.room)  # by the worker, which was not there the first time
    acts.say(at_home, "nobody may read this")
    at_home.sees(".message", "nobody may read this")

    acts.leave(at_home, way)
    for _ in range(2):  # the room lies behind the page with the button that signs out
        at_home.go_back()
        expect(at_home.page.locator("body[data-account]")).to_have_count(0)
        assert "nobody may read this" not in at_home.page.content()

    at_home.until(lambda: is_led_away(at_home, pair))
    at_home.until(lambda: "/offline" in kept_paths(at_home))  # filled anew by then
    kept = at_home.asks(CACHED)
    assert [path for path, _ in kept if not LISTED.fullmatch(path)] == []
    assert "nobody may read this" not in str(kept)
    expect(at_home.page.locator("body[data-account]")).to_have_count(0)
