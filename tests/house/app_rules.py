"""House rules that only the assembled service can answer."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable
from dataclasses import is_dataclass
from pathlib import Path

from flask import Flask
from jinja2 import TemplateError, meta, nodes

from accountability.core import cards
from accountability.core.pages import PRIVATE
from accountability.core.web import PublicIdConverter

SECURITY = "security"  # Flask-Security's own blueprint: its pages are how people come in


def open_blueprints(app: Flask, public: set[str]) -> list[str]:
    """Every blueprint is private but those listed, and those listed are there."""
    unguarded = {name for name, one in app.blueprints.items() if not getattr(one, PRIVATE, False)}
    unlisted = [f"{name} is open to anybody" for name in unguarded - public - {SECURITY}]
    return unlisted + [f"{name} is listed and not open" for name in public - unguarded]


def open_pages(app: Flask) -> list[str]:
    """Pages of private blueprints send a stranger to sign in, whoever asks and however."""
    found = []
    for rule in app.url_map.iter_rules():
        blueprint = app.blueprints.get(rule.endpoint.partition(".")[0])
        if not getattr(blueprint, PRIVATE, False) or "GET" not in (rule.methods or ()):
            continue
        address = re.sub(r"<[^>]+>", "a" * 22, rule.rule)
        answer = app.test_client().get(address)
        if answer.status_code != 302 or "/sign-in" not in answer.headers["Location"]:
            found.append(f"{rule.rule} answers a stranger with {answer.status_code}")
    return found


def unkeyed_posts(app: Flask, not_writes: dict[str, str]) -> list[str]:
    """Every address that is posted to is a keyed write, but for those that write nothing."""
    posts = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    ours = {name for name in posts if not name.startswith(f"{SECURITY}.")}
    keyed = {name for name in ours if getattr(app.view_functions[name], "is_keyed", False)}
    unkeyed = [f"{name} is not keyed" for name in ours - keyed - not_writes.keys()]
    in_vain = not_writes.keys() - (ours - keyed)
    return unkeyed + [f"{name} is listed in vain" for name in in_vain]


def events_of(package: Path) -> list[type]:
    """The events of all features."""
    modules = [
        importlib.import_module(f"accountability.{path.parent.name}.events")
        for path in sorted(package.glob("*/events.py"))
    ]
    return [
        one
        for module in modules
        for one in vars(module).values()
        if is_dataclass(one) and one.__module__ == module.__name__
    ]


def unheard_events(events: Iterable[type]) -> list[str]:
    """Something happens when an event is announced: a card changes, or a subscriber hears it."""
    return [f"{one.__module__}.{one.__name__}" for one in events if not cards.has_hearer(one)]


def _source(app: Flask, name: str) -> str:
    return app.jinja_loader.get_source(app.jinja_env, name)[0]


def broken_templates(app: Flask) -> list[str]:
    """Every template of ours compiles, and what it includes and extends is there."""
    known, found = set(app.jinja_env.list_templates()), []
    for name in app.jinja_loader.list_templates():
        try:
            app.jinja_env.compile(_source(app, name), name)
            named = meta.find_referenced_templates(app.jinja_env.parse(_source(app, name)))
        except TemplateError as fault:
            found.append(f"{name}: {fault}")
        else:
            found += [f"{name} names {one}" for one in named if one and one not in known]
    return found


def _endpoints(app: Flask, name: str) -> set[str]:
    return {
        call.args[0].value
        for call in app.jinja_env.parse(_source(app, name)).find_all(nodes.Call)
        if getattr(call.node, "name", "") == "url_for"
        and call.args
        and isinstance(call.args[0], nodes.Const)
    }


def dead_links(app: Flask) -> list[str]:
    """Every page that a template links to by name is there."""
    return [
        f"{name} links to {endpoint}"
        for name in app.jinja_loader.list_templates()
        for endpoint in sorted(_endpoints(app, name) - app.view_functions.keys())
    ]


def telling_addresses(app: Flask, banned: re.Pattern[str]) -> list[str]:
    """No address says what the service is for."""
    return [rule.rule for rule in app.url_map.iter_rules() if banned.search(rule.rule)]


def numbered_addresses(app: Flask, other: dict[str, str]) -> list[str]:
    """What varies in an address is a public id, never the number of a row; or it is listed."""
    varying = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if any(type(part) is not PublicIdConverter for part in rule._converters.values())
    }
    unlisted = [f"{address} may name a row's number" for address in varying - other.keys()]
    return unlisted + [f"{address} is listed in vain" for address in other.keys() - varying]
