"""The first run: from signing up to an invitation that can be handed on."""

from __future__ import annotations

import pytest

from tests.browser import acts

# A page asks when its main part has a form: something to fill in, or to press so that it is sent.
ASKS = "() => document.querySelector('main form') !== null"


class Way:
    """The pages somebody passes, by whether they ask something."""

    def __init__(self, visitor):
        self.visitor = visitor
        self.asked = []
        self.passed = []

    def here(self, heading):
        self.visitor.sees("h1", heading)
        self.passed.append(heading)
        if self.visitor.asks(ASKS):
            self.asked.append(heading)


@pytest.mark.parametrize("script", [True, False], ids=["live", "forms alone"])
def test_three_pages_ask_something_before_the_first_invitation(visit, script):
    newcomer = visit(script=script)
    way = Way(newcomer)
    newcomer.open("/sign-up")

    way.here("Make a place for yourself")
    acts.sign_up(newcomer, "Noa")
    way.here("Before you begin")
    acts.follow(newcomer, "Go on")
    way.here("Your circles")
    acts.follow(newcomer, "Start a circle")
    way.here("Start a circle")
    newcomer.page.locator("input[name=name]").fill("Harbour")
    acts.press(newcomer, "Start the circle")
    way.here("Harbour")
    acts.press(newcomer, "Invite a friend")
    newcomer.sees("h1", "An invitation for one friend")

    assert "/invitations/" in newcomer.page.locator("#link").input_value()
    assert way.asked == ["Make a place for yourself", "Start a circle", "Harbour"]
    assert len(way.passed) == 5
