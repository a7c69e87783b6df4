"""House rules about templates: words, forms, scripts, and cards that see no viewer."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from jinja2 import Environment, meta, nodes

from tests.house.flat import Tags, flat
from tests.house.tree import at, files
from tests.house.tree import nodes as python

LINES_OF_CARD = 40
VIEWER = {
    "current_user",
    "current_account",
    "csrf",
    "csrf_token",
    "key",
    "me",
    "around",
    "request",
    "session",
    "g",
}
SAID_ASIDE = {"aria-label", "title", "alt", "placeholder", "aria-description", "label"}
GETTEXT = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
SENTENCE = re.compile(r"^[A-Z][a-z']+($|[ .,!?…])|\w \w.*[.!?…]$")
FORM = re.compile(r"<form\b(?P<open>[^>]*)>(?P<inside>.*?)</form>", re.DOTALL)

environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)


def templates(root: Path) -> list[Path]:
    """Every template of pages and mails."""
    return files(root, ".html", ".txt", under="templates/")


def _tags(path: Path) -> Tags:
    tags = Tags()
    tags.feed(flat(environment, path.read_text()))
    return tags


def _has_words(text: str | None) -> bool:
    return any(letter.isalpha() for letter in text or "")


def _bare_words(path: Path) -> list[tuple[int, str]]:
    tags = _tags(path)
    aside = [
        (line, value)
        for line, _tag, attributes in tags.opened
        for name, value in attributes
        if name in SAID_ASIDE
    ]
    return [(line, said) for line, said in [*tags.texts, *aside] if _has_words(said)]


def _told_bare(node: nodes.Node) -> list[tuple[int, str]]:
    """Sentences that an expression says without asking for their translation."""
    if isinstance(node, nodes.Call) and getattr(node.node, "name", "") in GETTEXT:
        return []
    own = [(node.lineno, node.value)] if isinstance(node, nodes.Const) else []
    said = [(line, text) for line, text in own if isinstance(text, str) and SENTENCE.search(text)]
    return said + [one for child in node.iter_child_nodes() for one in _told_bare(child)]


def untranslated(root: Path) -> list[str]:
    """Every word that a page says goes through gettext."""
    return [
        at(root, path, line, f"{said.strip()!r} is not marked for translation")
        for path in templates(root)
        for line, said in _bare_words(path) + _told_bare(environment.parse(path.read_text()))
    ]


def _is_inline(tag: str, attributes: dict[str, str | None]) -> bool:
    acts = any(name == "style" or name.startswith("on") for name in attributes)
    runs = any(
        (value or "").strip().lower().startswith("javascript:") for value in attributes.values()
    )
    return acts or runs or tag == "style" or (tag == "script" and "src" not in attributes)


def inline_code(root: Path) -> list[str]:
    """No style, script or event attribute stands in the page itself."""
    return [
        at(root, path, line, f"<{tag}> carries style or script")
        for path in templates(root)
        for line, tag, attributes in _tags(path).opened
        if _is_inline(tag, dict(attributes))
    ]


def _lacks(form: re.Match[str]) -> list[str]:
    if not re.search(r"method=[\"']?post", form["open"], re.IGNORECASE):
        return []
    asks_security = "security" in form["open"] or "/sign-out" in form["open"]
    wanted = ["csrf"] if asks_security else ["csrf", "key"]  # its writes know no keys
    return [name for name in wanted if not re.search(rf"{{{{\s*{name}\(\)", form["inside"])]


def bare_forms(root: Path) -> list[str]:
    """Every form that changes something carries its token and its key."""
    return [
        at(root, path, path.read_text().count("\n", 0, form.start()) + 1, f"a form lacks {name}()")
        for path in templates(root)
        for form in FORM.finditer(path.read_text())
        for name in _lacks(form)
    ]


def cards(root: Path) -> list[Path]:
    """The templates that are registered as cards."""
    registered = {
        call.args[2].value
        for path in files(root, ".py", under="accountability/")
        for call in python(path, ast.Call)
        if getattr(call.func, "attr", "") == "kind" and len(call.args) > 2
    }
    return sorted(root / "templates" / name for name in registered)


def cards_too_long(root: Path) -> list[str]:
    """No card has more than 40 lines."""
    return [
        at(root, path, 1, f"the card has {length} lines")
        for path in cards(root)
        if path.exists() and (length := len(path.read_text().splitlines())) > LINES_OF_CARD
    ]


def cards_missing(root: Path) -> list[str]:
    """Every card that is registered has its template."""
    return [at(root, path, 1, "is not there") for path in cards(root) if not path.exists()]


def _seen(root: Path, path: Path) -> set[Path]:
    """A template and whatever it includes or imports."""
    if not path.exists():
        return set()
    named = meta.find_referenced_templates(environment.parse(path.read_text()))
    inner = (_seen(root, root / "templates" / name) for name in named if name)
    return {path}.union(*inner)


def cards_that_see_the_viewer(root: Path) -> list[str]:
    """A card is the same for everyone: neither it nor what it includes asks who looks."""
    found = {
        at(root, path, name.lineno, f"{name.name} is the viewer's")
        for card in cards(root)
        for path in _seen(root, card)
        for name in environment.parse(path.read_text()).find_all(nodes.Name)
        if name.name in VIEWER and name.ctx == "load"
    }
    return sorted(found)
