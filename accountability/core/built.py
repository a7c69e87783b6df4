"""Built files: what they are called now, and where they are."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from flask import current_app, url_for


@cache
def _read(folder: str, _stamp: float) -> dict[str, Any]:
    return json.loads((Path(folder) / "manifest.json").read_text())


def _manifest() -> dict[str, Any]:
    folder = Path(current_app.static_folder or "") / "build"
    return _read(str(folder), (folder / "manifest.json").stat().st_mtime)


def built(name: str) -> str:
    """What a built file is called now; `version` names all of them together."""
    return _manifest()[name]


def integrity(name: str) -> str:
    """By which a browser knows a built file: it runs none that somebody put in its place."""
    return _manifest()["integrity"][built(name)]


def asset(name: str) -> str:
    """The address of a built file, whose name changes with its content."""
    return url_for("static", filename=f"build/{built(name)}")
