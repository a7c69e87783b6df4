"""What tests of the running service stand on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.pages.conftest import Told, tell

MARK = "zqxj"


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The scene, in which everything that anybody typed carries one mark."""
    return tell(tmp_path_factory.mktemp("marked"), lambda text: f"{text[:12]}{MARK}")


def lines(text: str) -> list[dict[str, Any]]:
    """A log, each line of which is one JSON object; fails at any that is none."""
    return [json.loads(line) for line in text.splitlines()]


def without(folder: Path, *names: str) -> None:
    """Take files away that may not be there."""
    for name in names:
        (folder / name).unlink(missing_ok=True)
