"""A copy of the project in which `./run` finds its setup done, so that its answers are tried."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.kit.service import KEPT, ROOT

LOCKS = tuple(f"requirements{of}.txt" for of in ("", "-uv", "-dev", "-node"))
FILES = ("run", "wsgi.py", "package-lock.json", *LOCKS)
FOLDERS = ("accountability", "migrations", "frontend")
MARK = """
mkdir -p .venv/stamps
mark_done requirements.txt requirements.txt
mark_done requirements-dev.txt requirements-dev.txt
mark_done npm package-lock.json
mark_done build frontend package-lock.json
"""


def copy_scripts(folder: Path) -> Path:
    """Only what `./run` reads before it sets anything up."""
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    for name in FILES:
        shutil.copy(ROOT / name, folder / name)
    return folder


def copy_set_up(folder: Path) -> Path:
    """All that serving needs, with this test run's own Python and no front end but its stamp."""
    copy_scripts(folder)
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for needed in (".venv/bin", "node_modules", "static/build"):
        (folder / needed).mkdir(parents=True)
    (folder / "static/build/manifest.json").write_text("{}")
    shim(folder / ".venv/bin/python", f'exec "{sys.executable}" "$@"')
    subprocess.run(["sh", "-ec", f". scripts/setup.sh\n{MARK}"], cwd=folder, check=True)
    return folder


def shim(path: Path, script: str) -> None:
    """Put a small program there."""
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def run(
    folder: Path, *words: str, user: int | None = None, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Type `./run …` in that folder, with nothing of our own environment but what is needed."""
    environ = {name: os.environ[name] for name in KEPT if name in os.environ}
    return subprocess.run(
        ["./run", *words],
        cwd=folder,
        env=environ | settings,
        user=user,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def sentence_of(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that was said; nothing else was."""
    assert done.returncode not in (0, None), done.stdout
    assert "Traceback" not in done.stderr
    (line,) = done.stderr.strip().splitlines()
    return line


def only(folder: Path, *names: str) -> str:
    """A PATH on which only these programs are."""
    folder.mkdir()
    for name in names:
        (folder / name).symlink_to(shutil.which(name) or f"/bin/{name}")
    return str(folder)
