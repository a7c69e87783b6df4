"""What is written down about the protocol names what the service takes and tells, and no more."""

from __future__ import annotations

import ast
import inspect
import re

import pytest

from accountability.app import create_app
from tests.house.tree import ROOT, files, nodes
from tests.settings import settings_for

ACTS = re.compile(r"## 2\..*?## 3\.", re.DOTALL)
SOCKET = re.compile(r"## 4\..*?## 5\.", re.DOTALL)
ADDRESS = re.compile(r"`(/[^`]*)`")
READ = re.compile(r"`GET (/[^`?]*)")
EVENT = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
PAGES = {"/sign-in"}  # named for its form
FOR_MACHINES = {"/healthz", "/readyz", "/manifest.webmanifest"}  # JSON, and no client of circles
OF_THE_LIBRARY = {"connect", "disconnect", "*"}
SENDS, TAKES = {"emit", "socketio.emit", "send", "sending.send"}, {"socketio.on"}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("protocol")
    return create_app(settings_for(folder, f"sqlite:///{folder}/unused.sqlite"))


def nameless(address: str) -> str:
    """An address without the names of its parts."""
    return re.sub(r"<[^>]*>", "<>", address)


def addresses_on_paper() -> set[str]:
    """The addresses in the middle column of the table of acts."""
    section = ACTS.search((ROOT / "docs" / "protocol.md").read_text())
    assert section
    rows = [line.split("|") for line in section[0].splitlines() if line.startswith("|")]
    return {nameless(one) for row in rows if len(row) == 5 for one in ADDRESS.findall(row[2])}


def is_read_as_json(app, rule) -> bool:
    """Whether a client reads it: the streams, and every other view that answers JSON."""
    view = inspect.unwrap(app.view_functions[rule.endpoint])
    is_stream = rule.endpoint.startswith("streams.")
    return "GET" in rule.methods and (is_stream or "jsonify(" in inspect.getsource(view))


def named_in(calls: set[str]) -> set[str]:
    """The first words that the service gives to these functions."""
    return {
        ast.literal_eval(call.args[0])
        for path in files(ROOT, ".py", under="accountability/realtime/")
        for call in nodes(path, ast.Call)
        if ast.unparse(call.func) in calls
    }


def events_on_paper() -> list[set[str]]:
    """The events of the two tables: what a client hears, and what it may say."""
    section = SOCKET.search((ROOT / "docs" / "protocol.md").read_text())
    assert section
    return [set(EVENT.findall(table)) for table in section[0].split("| Event |")[1:]]


def test_every_address_that_is_read_is_named(app):
    read = {nameless(one.rule) for one in app.url_map.iter_rules() if is_read_as_json(app, one)}
    on_paper = set(map(nameless, READ.findall((ROOT / "docs" / "protocol.md").read_text())))

    assert on_paper - PAGES == read - FOR_MACHINES
    assert len(read) > 5


def test_the_tables_of_events_name_all_that_is_told_and_all_that_is_heard():
    heard, said = events_on_paper()

    assert heard == named_in(SENDS)
    assert said == named_in(TAKES) - OF_THE_LIBRARY


def test_the_table_of_acts_names_every_keyed_route(app):
    keyed = {
        nameless(rule.rule)
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "is_keyed", False)
    }

    assert addresses_on_paper() == keyed
