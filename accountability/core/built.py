"""Built files: what they are called now, and where they are."""

import json
from functools import cache
from pathlib import Path

from flask import current_app, url_for


@cache
def _built(folder: str, _stamp: float) -> dict[str, str]:
    return json.loads((Path(folder) / "manifest.json").read_text())


def built(name: str) -> str:
    """What a built file is called now; `version` names all of them together."""
    folder = Path(current_app.static_folder or "") / "build"
    stamp = (folder / "manifest.json").stat().st_mtime
    return _built(str(folder), stamp)[name]


def asset(name: str) -> str:
    """The address of a built file, whose name changes with its content."""
    return url_for("static", filename=f"build/{built(name)}")
