"""On plain http in a network the pages do what a browser lets them there, and say once what not."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import acts
from tests.browser.pair import meet
from tests.kit.chromium import light, running
from tests.kit.service import Service

NAME = "steady.test"
ALERT = ".slot[data-kind=alert]"
WARNING = "[data-plain-http]:visible"
# The browser's own word on a header that only a safe line lends its force.
IGNORED = "The Cross-Origin-Opener-Policy header has been ignored"


@pytest.fixture(scope="module")
def browser(playwright):
    """A browser that reaches this machine by a name, as it does another one of the network."""
    with running(playwright, light(), f"--host-resolver-rules=MAP {NAME} 127.0.0.1") as browser:
        yield browser


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """The service as the whole network reaches it."""
    service = Service(tmp_path_factory.mktemp("network") / "instance", LIMITS="off")
    service.host = "0.0.0.0"
    with service:
        yield service


@pytest.fixture
def by_name(service, window):
    """Open a window at the service by its name in the network."""

    def visit():
        visitor = window(f"http://{NAME}:{service.port}")
        visitor.forgives += (IGNORED,)
        return visitor

    return visit


@pytest.fixture
def pair(service):
    return meet(service.origin)


def come_in(visitor, email, room):
    acts.sign_in(visitor, email)
    visitor.enter(room)
    visitor.mark()
    assert not visitor.asks("isSecureContext")


def test_friends_sign_in_talk_call_and_come(by_name, pair):
    ana, ben = by_name(), by_name()
    come_in(ana, pair.ana.email, pair.room)
    come_in(ben, pair.ben.email, pair.room)

    acts.say(ana, "The kettle sings.")
    ben.sees(".message", "The kettle sings.")
    ana.page.locator(".urge-button:visible").click()
    ana.sees("dialog[open]", "Your friends are told.")
    ana.page.keyboard.press("Escape")
    ben.sees(ALERT, "Ana asks for company")
    assert ana.stayed() and ben.stayed()
    acts.press(ben, "I have you")

    ana.sees(f"{ALERT} .pill", "Ben is here")


@pytest.mark.parametrize("page", ["/install", "{room}/settings"])
def test_one_line_says_what_this_browser_does_not_offer_here(by_name, pair, page):
    ana = by_name()
    acts.sign_in(ana, pair.ana.email)

    ana.open(page.format(room=pair.room))

    ana.sees(WARNING, "Over plain http this cannot be installed. Everything else works.")
    assert ana.page.locator(WARNING).count() == 1


@pytest.mark.parametrize("page", ["/install", "{room}/settings"])
def test_where_the_line_is_safe_nothing_is_said_of_it(visit, pair, page):
    ana = visit().wear(pair.ana.cookies)

    ana.enter(page.format(room=pair.room))

    assert ana.asks("isSecureContext")
    expect(ana.page.locator(WARNING)).to_have_count(0)


def test_who_starts_it_for_a_network_is_warned_once(service):
    assert service.words().count("Warning: over plain http on a network") == 1


def test_who_starts_it_for_this_machine_alone_is_not_warned(tmp_path):
    with Service(tmp_path / "instance") as service:
        assert "Steady is at" in service.words() and "Warning" not in service.words()
