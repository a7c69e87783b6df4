"""What is written down about the protocol names every act of the service, and no other."""

from __future__ import annotations

import re

from accountability.app import create_app
from tests.house.tree import ROOT
from tests.settings import settings_for

ACTS = re.compile(r"## 2\..*?## 3\.", re.DOTALL)
ADDRESS = re.compile(r"`(/[^`]*)`")


def nameless(address: str) -> str:
    """An address without the names of its parts."""
    return re.sub(r"<[^>]*>", "<>", address)


def addresses_on_paper() -> set[str]:
    """The addresses in the middle column of the table of acts."""
    section = ACTS.search((ROOT / "docs" / "protocol.md").read_text())
    assert section
    rows = [line.split("|") for line in section[0].splitlines() if line.startswith("|")]
    return {nameless(one) for row in rows if len(row) == 5 for one in ADDRESS.findall(row[2])}


def test_the_table_of_acts_names_every_keyed_route(tmp_path):
    app = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path}/unused.sqlite"))
    keyed = {
        nameless(rule.rule)
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "is_keyed", False)
    }

    assert addresses_on_paper() == keyed
