"""Services that begin as copies of one process which has read all code, in a fifth of the time.

Half of what a test of a real service costs is reading SQLAlchemy and its like once more, and a good
part of the rest is compiling templates and running migrations. Each copy is a process of its own,
with the environment, folder and output of its own, and runs `wsgi.py` from its first line; but it
finds its templates compiled and a new SQLite file migrated, and hashes passwords at less cost. How
a service starts by itself is tested in `tests/run`.

Run as a program it reads one start a line and prints the new process's id. (Linux.)
"""

from __future__ import annotations

import atexit
import ctypes
import json
import os
import runpy
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import BytecodeCache

if TYPE_CHECKING:
    from types import CodeType

    from jinja2.bccache import Bucket

ROOT = Path(__file__).resolve().parents[2]
ADOPTS = 36  # PR_SET_CHILD_SUBREAPER
FORK, WAIT = os.fork, os.waitpid  # before gevent's, which would begin its loop in what is copied
CHEAPLY = {"argon2__memory_cost": 64, "argon2__rounds": 1}  # everybody knows these passwords
IS_HERE = sys.platform == "linux"


class Compiled(BytecodeCache):
    """Templates as this process, or the one it is a copy of, compiled them."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what this very text became, if it was compiled here."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a text became."""
        self._code[bucket.key, bucket.checksum] = bucket.code


class Hatched:
    """A service's process, as far as a test waits for it and ends it; like `subprocess.Popen`."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """How it ended, or nothing while it lives."""
        if self.returncode is None:
            pid, how = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(how) if pid else None
        return self.returncode

    def wait(self, timeout: float) -> int:
        """How it ended, as soon as it has; raises as `Popen` does."""
        give_up = time.monotonic() + timeout
        while (ended := self.poll()) is None:
            if time.monotonic() > give_up:
                raise subprocess.TimeoutExpired("a service", timeout)
            time.sleep(0.005)
        return ended

    def send_signal(self, how: int) -> None:
        """Send it a signal, if it lives."""
        if self.poll() is None:
            os.kill(self.pid, how)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


@cache
def _parent() -> subprocess.Popen[str]:
    """The process that is copied, for as long as this one lives."""
    ctypes.CDLL(None).prctl(ADOPTS, 1)
    words = [sys.executable, "-m", "tests.kit.hatchery"]
    parent = subprocess.Popen(
        words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(parent.communicate)  # it ends with its input
    return parent


def knows(words: list[str]) -> bool:
    """Whether a copy is what would have started; others change code before it is read."""
    return IS_HERE and (words[0] == "wsgi.py" or words[:2] == ["-m", "flask"])


def hatch(words: list[str], env: dict[str, str], log: Path) -> Hatched:
    """Start a program as Python would be told to, in this environment; its words go to the log."""
    parent = _parent()
    assert parent.stdin is not None
    assert parent.stdout is not None
    parent.stdin.write(json.dumps({"words": words, "env": env, "log": str(log)}) + "\n")
    parent.stdin.flush()
    return Hatched(int(parent.stdout.readline()))


def _become(start: dict[str, Any]) -> None:
    """Be the service from here on."""
    from gevent import reinit

    nothing = os.open(os.devnull, os.O_RDONLY)
    said = os.open(start["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    for given, wanted in ((nothing, 0), (said, 1), (said, 2)):
        os.dup2(given, wanted)
    reinit()  # its loop is not its parent's
    os.environ.clear()
    os.environ.update(start["env"])
    _furnish(start["env"], Path(start["template"]))
    sys.stdout.reconfigure(write_through=True)  # type: ignore[union-attr]
    program, *words = start["words"]
    if program == "-m":
        sys.argv = words
        runpy.run_module(words[0], run_name="__main__", alter_sys=True)
    else:
        sys.argv = [program, *words]
        runpy.run_path(str(ROOT / program), run_name="__main__")


def _furnish(env: dict[str, str], template: Path) -> None:
    """Put a migrated database where the service would make and migrate one."""
    file = Path(env["INSTANCE_PATH"]) / "steady.sqlite"
    if "DATABASE_URL" not in env and not file.exists():
        shutil.copyfile(template, file)


def _copy(start: dict[str, Any]) -> int:
    """A copy that is nobody's child but the test's: the one between ends at once."""
    reader, writer = os.pipe()
    between = FORK()
    if between == 0:
        child = FORK()
        if child == 0:
            os.close(reader)
            os.close(writer)
            try:
                _become(start)
            finally:
                os._exit(1)
        os.write(writer, str(child).encode())
        os._exit(0)
    os.close(writer)
    pid = int(os.read(reader, 20))
    os.close(reader)
    WAIT(between, 0)
    return pid


def _learn(template: Path) -> None:
    """Read and make once what every copy would read and make for itself."""
    from flask import Flask
    from sqlalchemy.orm import configure_mappers

    import accountability.serving  # noqa: F401
    from accountability.accounts.fence import ARGON2
    from accountability.app import create_app
    from tests.settings import settings_for
    from tests.template import migrate

    ARGON2.update(CHEAPLY)
    Flask.jinja_options = {"bytecode_cache": Compiled()}
    url = f"sqlite:///{template}"
    templates = create_app(settings_for(template.parent, url)).jinja_env
    for name in templates.list_templates():
        templates.get_template(name)
    configure_mappers()
    migrate(url)


def main() -> None:
    """Read everything once, then copy as often as asked."""
    from gevent import monkey

    monkey.patch_all()
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "migrated.sqlite"
        _learn(template)
        while line := sys.stdin.readline():
            start = {**json.loads(line), "template": str(template)}
            print(_copy(start), flush=True)


if __name__ == "__main__":
    main()
