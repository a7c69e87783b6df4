"""What a browser without script reads from a page: its forms, links and metas."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """One form, with the fields a browser would send if nothing was typed."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        return {*self.fields, *self.choices, *(name for name, _ in self.buttons)}

    def filled(self, **typed: str) -> dict[str, str]:
        """The fields as sent, after a person typed these; a name the form lacks is an error."""
        unknown = set(typed) - self.names
        if unknown:
            raise LookupError(f"{self.action} has no {sorted(unknown)}, only {sorted(self.names)}")
        return {**self.fields, **typed}


class Page(HTMLParser):
    """A page that has been read: `forms`, `links`, `metas`, `words`."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.metas: dict[str, str] = {}
        self.hidden: dict[str, str] = {}
        self.streams: list[str] = []
        self._spoken: list[str] = []
        self._form: Form | None = None
        self._by_id: dict[str, Form] = {}
        self._textarea: str | None = None
        self._select: str | None = None
        self._silent = 0
        self.feed(html)
        self.close()

    @property
    def words(self) -> str:
        """What a person reads, with single spaces."""
        return re.sub(r"\s+", " ", " ".join(self._spoken)).strip()

    def form(self, action: str, *names: str) -> Form:
        """The form with this action (the whole address, its end, or a pattern) and these fields."""
        for fits in (action.__eq__, lambda a: a.endswith(action), re.compile(action).fullmatch):
            for form in self.forms:
                if fits(form.action) and form.names.issuperset(names):
                    return form
        there = [(form.action, sorted(form.names)) for form in self.forms]
        raise LookupError(f"no form for {action!r} with {names}, only {there}")

    def link(self, pattern: str) -> str:
        """The first link that holds the pattern."""
        for link in self.links:
            if re.search(pattern, link):
                return link
        raise LookupError(f"no link like {pattern!r}, only {self.links}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "data-stream" in given:
            self.streams.append(given["data-stream"])
        if tag in ("script", "style", "template"):
            self._silent += 1
        read = getattr(self, f"_read_{tag}", None)
        if read and not self._silent:
            read(given)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "template"):
            self._silent = max(0, self._silent - 1)
        if tag == "form" and not self._silent:
            self._form = None
        if tag == "textarea":
            self._textarea = None
        if tag == "select":
            self._select = None

    def handle_data(self, text: str) -> None:
        if self._silent:
            return
        if self._textarea is not None and self._form is not None:
            self._form.fields[self._textarea] += text
        self._spoken.append(text)

    def _read_meta(self, given: dict[str, str]) -> None:
        if "name" in given:
            self.metas[given["name"]] = given.get("content", "")

    def _read_a(self, given: dict[str, str]) -> None:
        if "href" in given:
            self.links.append(given["href"])

    def _read_form(self, given: dict[str, str]) -> None:
        self._form = Form(given.get("action", ""), given.get("method", "get").lower())
        self.forms.append(self._form)
        if "id" in given:
            self._by_id[given["id"]] = self._form

    def _owner(self, given: dict[str, str]) -> Form | None:
        return self._by_id.get(given["form"]) if "form" in given else self._form

    def _read_input(self, given: dict[str, str]) -> None:
        form, name, kind = self._owner(given), given.get("name"), given.get("type", "text")
        if name and kind == "hidden":
            self.hidden[name] = given.get("value", "")
        if form is None or not name:
            return
        if kind == "submit":
            form.buttons.append((name, given.get("value", "")))
        elif kind in ("checkbox", "radio"):
            self._read_choice(form, name, given)
        else:
            form.fields[name] = given.get("value", "")

    def _read_choice(self, form: Form, name: str, given: dict[str, str]) -> None:
        form.choices.setdefault(name, []).append(given.get("value", "on"))
        if "checked" in given:
            form.fields[name] = given.get("value", "on")

    def _read_button(self, given: dict[str, str]) -> None:
        form = self._owner(given)
        if form is not None and given.get("name"):
            form.buttons.append((given["name"], given.get("value", "")))

    def _read_textarea(self, given: dict[str, str]) -> None:
        form = self._owner(given)
        if form is not None and given.get("name"):
            self._textarea = given["name"]
            form.fields[self._textarea] = ""

    def _read_select(self, given: dict[str, str]) -> None:
        form = self._owner(given)
        if form is not None and given.get("name"):
            self._select = given["name"]
            form.choices[self._select] = []

    def _read_option(self, given: dict[str, str]) -> None:
        if self._form is None or self._select is None:
            return
        value = given.get("value", "")
        self._form.choices[self._select].append(value)
        if "selected" in given or self._select not in self._form.fields:
            self._form.fields[self._select] = value
