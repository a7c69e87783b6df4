"""Services that begin as copies of one process which has read all code, in a fifth of the time.

Half of what a test of a real service costs is reading SQLAlchemy and its like once more. Each copy
is a process of its own, with the environment, folder and output of its own, and runs `wsgi.py` from
its first line; only a password is hashed at less cost. How a service starts by itself is tested in
`tests/run`.

Run as a program it reads one start a line and prints the new process's id. (Linux.)
"""

from __future__ import annotations

import atexit
import ctypes
import json
import os
import runpy
import signal
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ADOPTS = 36  # PR_SET_CHILD_SUBREAPER
FORK, WAIT = os.fork, os.waitpid  # before gevent's, which would begin its loop in what is copied
CHEAPLY = {"argon2__memory_cost": 64, "argon2__rounds": 1}  # everybody knows these passwords
IS_HERE = sys.platform == "linux"


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


def hatch(words: list[str], env: dict[str, str], log: Path) -> Hatched:
    """Start `wsgi.py` with these words in this environment; what it says goes to the log."""
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
    sys.argv = start["words"]
    sys.stdout.reconfigure(write_through=True)  # type: ignore[union-attr]
    runpy.run_path(str(ROOT / "wsgi.py"), run_name="__main__")


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


def main() -> None:
    """Read everything once, then copy as often as asked."""
    from gevent import monkey

    monkey.patch_all()
    import accountability.app
    import accountability.serving  # noqa: F401
    from accountability.accounts.fence import ARGON2

    ARGON2.update(CHEAPLY)
    while line := sys.stdin.readline():
        print(_copy(json.loads(line)), flush=True)


if __name__ == "__main__":
    main()
