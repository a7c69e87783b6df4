"""Reading a stream once, from its newest card down to its first."""

from __future__ import annotations

from typing import Any

from tests.client.http import Browser
from tests.client.machine import Card, Key, Machine

View = dict[Key, Card]


def older_pages(browser: Browser, stream: str, newest: dict[str, Any]) -> list[dict[str, Any]]:
    """All pages that lie before this one, newest first."""
    pages, page = [], newest
    before = None
    while page["more"]:
        places = [card["first"] for card in page["cards"] if is_ordered(card)]
        if not places or min(places) == before:
            break
        before = min(places)
        address = f"/streams/{stream}/older"
        page = browser.read(address, before=before, **{"as": "data"}).expect(200).json
        pages.append(page)
    return pages


def is_ordered(card: Card) -> bool:
    """Whether a card has its place in the order, rather than standing at all times."""
    if card.get("kind") == "alert":
        return card.get("data", {}).get("state") not in ("open", "claimed")
    return card.get("kind") not in (
        None,
        "circle",
        "member",
        "watch",
        "company",
        "reach",
        "newcomer",
    )


def fresh_view(browser: Browser, stream: str) -> View:
    """What somebody who comes now sees of a stream, down to its first card."""
    machine = Machine()
    answer = browser.read(f"/streams/{stream}/snapshot", **{"as": "data"}).expect(200).json
    machine.snapshot(stream, answer, 0)
    for page in older_pages(browser, stream, answer):
        machine.older(stream, page)
    return machine.view_of(stream)


def shown(view: View) -> dict[Key, tuple[int, Any]]:
    """A view for comparison: the place and the words of each card."""
    return {key: (card["first"], card.get("data", card.get("html"))) for key, card in view.items()}
