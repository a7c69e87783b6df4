"""What a page says and where it leads, read from its bytes alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

LATIN = re.compile(r"[A-Za-z]")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
SILENT = {"script", "style"}
SAID_IN = ("title", "aria-label", "aria-description", "placeholder", "alt")
LEADS_IN = ("href", "src", "action", "formaction", "poster", "data", "srcset")
FOCUSABLE = {"button", "select", "textarea", "summary"}
OPEN, CLOSE = "⟦", "⟧"

Given = dict[str, str]


class Text(HTMLParser):
    """A page as its pieces of text and its tags, in order; what lies in a template counts too."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, Given]] = []
        self.pieces: list[tuple[str, tuple[str, ...]]] = []
        self.title = ""
        self._within: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._within.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while tag in self._within and self._within.pop() != tag:
            pass

    def handle_data(self, text: str) -> None:
        if "title" in self._within and "svg" not in self._within:
            self.title += text
        if not SILENT & set(self._within):
            self.pieces.append((text, tuple(self._within)))


def outside(text: str, depth: int = 0) -> tuple[str, int]:
    """What of a text stands outside of brackets, and how deep in them it ends."""
    left = []
    for sign in text:
        depth += (sign == OPEN) - (sign == CLOSE)
        left.append(sign if depth <= 0 and sign != CLOSE else "")
    return "".join(left), depth


def unmarked(text: Text) -> Iterator[tuple[str, str]]:
    """Every piece of text with a Latin letter that stands outside of brackets."""
    depth = 0
    for piece, within in text.pieces:
        left, depth = outside(piece, depth)
        if LATIN.search(left) and "time" not in within:
            yield " ".join(within), left.strip()
    for tag, given in text.tags:
        for name, value in _spoken(tag, given):
            if LATIN.search(outside(value)[0]):
                yield f"{tag} {name}", outside(value)[0].strip()


def _spoken(tag: str, given: Given) -> Iterator[tuple[str, str]]:
    for name in SAID_IN:
        if name in given:
            yield name, given[name]
    if tag == "input" and given.get("type") in ("submit", "button", "reset"):
        yield "value", given.get("value", "")
    if given.get("id") == "words":
        yield from ((name, value) for name, value in given.items() if name.startswith("data-"))


def leads(text: Text) -> list[str]:
    """Every address that the page names."""
    return [given[name] for _, given in text.tags for name in LEADS_IN if given.get(name)]


def first_focusable(text: Text) -> Given:
    """What the tab key reaches first."""
    for tag, given in text.tags:
        reached = tag in FOCUSABLE or (tag == "a" and "href" in given)
        reached |= tag == "input" and given.get("type") != "hidden"
        if (reached or "tabindex" in given) and given.get("tabindex") != "-1":
            return {"tag": tag, **given}
    return {}
