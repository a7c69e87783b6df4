"""Who leaves while nobody hears of it has left all the same."""

from __future__ import annotations

import re

import pytest

from tests.browser import acts
from tests.browser.app.conftest import NO_LINE

MARK = "localStorage.getItem('left')"


@pytest.fixture
def unheard(visit, pair):
    """Ana in the room; what she says on her way out does not arrive."""
    ana = visit().wear(pair.ana.cookies)
    ana.forgives += NO_LINE
    ana.context.route(re.compile("bbc"), lambda route: route.fulfill(body="Fair and mild."))
    ana.enter(pair.room)
    ana.context.route("**/exit", lambda route: route.abort())
    return ana


def leave(ana):
    """Go by the way out."""
    acts.follow(ana, "Exit")
    ana.page.wait_for_url(re.compile("bbc"))


def test_the_next_page_ends_the_sign_in_before_it_is_looked_at(unheard, pair):
    leave(unheard)
    unheard.context.unroute("**/exit")

    unheard.open(pair.room)

    unheard.page.wait_for_url(unheard.origin + "/")
    assert not pair.ana.is_signed_in()
    assert unheard.asks(MARK) is None


def test_without_a_line_the_next_page_stays_empty(unheard, pair):
    leave(unheard)

    unheard.open(pair.room)

    unheard.until(lambda: unheard.asks("document.body.childElementCount") == 0)
    assert unheard.page.title() == "" and pair.ana.is_signed_in()


def test_another_tab_is_emptied_at_once(unheard, pair):
    other = unheard.open_tab()
    other.goto(unheard.origin + pair.room)
    unheard.page.bring_to_front()

    leave(unheard)

    unheard.until(lambda: other.evaluate("document.body.childElementCount") == 0)


def test_who_signs_in_anew_stays(unheard, pair):
    leave(unheard)
    unheard.context.clear_cookies()
    unheard.open("/sign-in")

    acts.sign_in(unheard, pair.ana.email)

    unheard.enter(pair.room)
    assert unheard.asks(MARK) is None
    unheard.sees(".composer")
