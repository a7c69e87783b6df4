"""The files that the house rules look at, and planting a bad one."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def files(root: Path, *suffixes: str, under: str | tuple[str, ...] = "") -> list[Path]:
    """What belongs to the project: known to git or about to be, not what is built or installed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    found = sorted({root / name for name in listed.stdout.split("\0") if name.startswith(under)})
    return [path for path in found if path.is_file() and (path.suffix in suffixes or not suffixes)]


def written(root: Path, *suffixes: str, under: str | tuple[str, ...] = "") -> list[Path]:
    """The same without migrations, whose text Alembic generates."""
    made = root / "migrations"
    return [path for path in files(root, *suffixes, under=under) if made not in path.parents]


def nodes(path: Path, *kinds: type) -> Iterator[ast.AST]:
    """The nodes of these kinds in a Python file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, kinds):
            yield node


def at(root: Path, path: Path, line: int, said: str) -> str:
    """One violation, as editors like to read it."""
    return f"{path.relative_to(root)}:{line}: {said}"


def plant(root: Path, name: str, text: str) -> Path:
    """Write a file into a small tree of its own."""
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path
