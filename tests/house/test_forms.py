"""What the short form of the tests leaves is there, and its few cases are spread evenly."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.forms import LEFT, SPREAD, few_of, left_of

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("place", [*LEFT, *SPREAD])
def test_what_is_named_is_there(place):
    path, _, test = place.partition("::")
    found = [one for one in ROOT.glob(f"{path}*") if f"def {test}" in whole_of(one)]
    assert found, "nothing is left by it"


def whole_of(path):
    files = path.rglob("*.py") if path.is_dir() else [path]
    return "\n".join(file.read_text() for file in files)


@pytest.mark.parametrize(
    ("many", "few", "left"),
    [(3, None, []), (3, 7, []), (7, 7, []), (4, 1, [1, 2, 3]), (6, 3, [1, 3, 5]), (0, 7, [])],
)
def test_a_few_cases_are_spread_evenly(many, few, left):
    assert left_of(list(range(many)), few) == left


def test_only_what_is_named_is_spread():
    assert few_of("tests/urges/test_claim.py::test_it") is None
    assert few_of("tests/pages/test_axe.py::test_it") == SPREAD["tests/pages/"]
