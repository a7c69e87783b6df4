"""Real windows for looking at places: one for each person, kept for all the places they look at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.visitor import Visitor
from tests.client.http import make_key
from tests.pages.looking import PHONE
from tests.pages.places import Place
from tests.pages.scenery import Scenery

# Sending a form that the page itself would not let go: what is required or limited stays unasked.
SEND = """([action, fields]) => {
  const form = document.createElement('form')
  form.method = 'post'
  form.action = action
  const token = document.querySelector('meta[name=csrf-token]')?.content
    ?? document.querySelector('input[name=csrf_token]').value
  for (const [name, value] of Object.entries({...fields, csrf_token: token})) {
    const input = document.createElement('input')
    input.type = 'hidden'
    input.name = name
    input.value = value
    form.append(input)
  }
  document.body.append(form)
  HTMLFormElement.prototype.submit.call(form)
}"""


class Windows:
    """The windows of the people of a scenery."""

    def __init__(self, browser: Browser, scenery: Scenery) -> None:
        self.browser = browser
        self.scenery = scenery
        self._visitors: dict[str, Visitor] = {}

    @contextmanager
    def at(self, place: Place) -> Iterator[tuple[Page, list[str]]]:
        """The page of a place, and what its console complains about; left again afterwards."""
        visitor = self._visitor(place.who)
        visitor.faults.clear()
        code = self._go(visitor.page, place)
        assert code == place.code, f"{place.name} answers {code}"
        try:
            yield visitor.page, visitor.faults
        finally:
            # A page that stays open would go on looking, and what it looks at would count as seen.
            # To a blank one the browser would go in a process of its own, and back in another.
            visitor.page.goto(self.scenery.service.origin + "/healthz")

    def close(self) -> None:
        """Close all of them."""
        for visitor in self._visitors.values():
            visitor.context.close()

    def _visitor(self, who: str) -> Visitor:
        if who not in self._visitors:
            # The worker is no matter of pages: it has tests of its own.
            context = self.browser.new_context(
                viewport=PHONE, reduced_motion="reduce", service_workers="block"
            )
            visitor = Visitor(context, self.scenery.service.origin)
            visitor.forgives += ("Service Worker registration blocked",)
            visitor.wear(self.scenery.browser(who).cookies)
            self._visitors[who] = visitor
        return self._visitors[who]

    def _go(self, page: Page, place: Place) -> int:
        origin = self.scenery.service.origin
        if place.sent is None:
            answer = page.goto(origin + place.path(self.scenery.ids))
            return answer.status if answer else 0
        page.goto(origin + ("/safety" if place.who else "/sign-in"))
        fields: dict[str, Any] = self.scenery.filled(place) | {"key": make_key()}
        with page.expect_navigation() as navigation:
            page.evaluate(SEND, [place.path(self.scenery.ids), fields])
        return navigation.value.status
