"""Ends a process once whoever started it is gone, however it went: nothing outlives a test run.

Run as a program: it waits for the end of its input, which comes with the death of its parent.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

DONE = b"done"


class Reaper:
    """Watches over one process for as long as this one lives."""

    def __init__(self, pid: int, folder: Path | None = None) -> None:
        words = [sys.executable, "-I", "-S", __file__, str(pid), *([str(folder)] if folder else [])]
        # In a group of its own: Ctrl-C at the terminal must not end it first.
        self._process = subprocess.Popen(words, stdin=subprocess.PIPE, start_new_session=True)

    def dismiss(self) -> None:
        """It ended as it should: nothing is left to do."""
        self._process.communicate(DONE)


def main(pid: int, folder: str | None = None) -> None:
    if sys.stdin.buffer.read() == DONE:
        return
    try:
        # PostgreSQL ends at once on SIGINT, without waiting for those connected; so do we.
        os.kill(pid, signal.SIGINT)
    except ProcessLookupError:
        pass
    if folder:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:3])
