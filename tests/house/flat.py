"""A template as the markup it makes, with a blank for whatever is computed."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from jinja2 import Environment

BLANK = "\N{SYMBOL FOR SUBSTITUTE}"
# What a page puts there lands in the class attribute of the frame.
FRAME = re.compile(r"\{% block frame %\}.*?\{% endblock %\}")


def _kept(kind: str, value: str, *, is_computed: bool) -> str:
    """The markup of one token; lines are kept, so that a place in it is one in the file."""
    if kind == "data" and not is_computed:
        return value
    blank = BLANK if kind == "variable_begin" else ""
    return blank + "\n" * value.count("\n")


def flat(environment: Environment, source: str) -> str:
    """Blank out expressions, statements and what stands inside of `trans`."""
    out, previous, in_trans = [], "", False
    for _line, kind, value in environment.lex(FRAME.sub("", source)):
        if previous == "block_begin" and kind == "name":
            in_trans = value == "trans" or (in_trans and value != "endtrans")
        out.append(_kept(kind, value, is_computed=in_trans))
        if kind != "whitespace":
            previous = kind
    return "".join(out)


class Tags(HTMLParser):
    """The tags of a page with their lines, and the texts between them."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[tuple[int, str, list[tuple[str, str | None]]]] = []
        self.texts: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append((self.getpos()[0], tag, attrs))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self.getpos()[0], data))
