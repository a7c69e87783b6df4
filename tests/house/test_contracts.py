"""The import contracts of pyproject.toml hold, and are red when something imports upwards."""

import shutil

import pytest

from tests.house.repo_rules import broken_contracts
from tests.house.tree import ROOT

PLANTS = [
    ("circles/models.py", "from accountability.urges import models\n", "Feature order"),
    ("circles/access.py", "from accountability.circles import services\n", "Order inside"),
    ("streaks/services.py", "from flask_login import current_user\n", "nothing of the web"),
    ("core/cards.py", "from flask_socketio import emit\n", "Only realtime"),
]


@pytest.fixture
def copy(tmp_path):
    """The package, in a folder where it may be spoiled."""
    shutil.copytree(ROOT / "accountability", tmp_path / "accountability")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_import_contracts_hold():
    assert broken_contracts(ROOT) == []


@pytest.mark.parametrize(("name", "line", "contract"), PLANTS)
def test_the_contract_is_red_on_a_planted_import(copy, name, line, contract):
    path = copy / "accountability" / name
    path.write_text(path.read_text() + line)

    [said] = broken_contracts(copy)

    broken = [line for line in said.splitlines() if line.endswith("BROKEN")]
    assert any(contract in line for line in broken)
