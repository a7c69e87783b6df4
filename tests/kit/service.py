"""The real service as a process of its own, on loopback, with its own folder and database."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

from tests.kit import hatchery
from tests.kit.hatchery import Hatched
from tests.kit.reaper import Reaper

ROOT = Path(__file__).resolve().parents[2]
# A connection to the database or a setting of whoever runs the tests must not reach the service.
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV", "SYSTEMROOT")


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


class Service:
    """One process of the service. Kept on the same folder, database and port when started again.

    `host` is where it listens: on loopback, as long as nothing else is said before it starts.
    """

    host = "127.0.0.1"

    def __init__(
        self,
        folder: Path,
        database_url: str | None = None,
        port: int | None = None,
        root: Path = ROOT,
        **settings: str,
    ) -> None:
        self.folder = folder
        self.root = root
        self.port = port or free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.settings = {"INSTANCE_PATH": str(folder), "PYTHONUNBUFFERED": "1", **settings}
        if database_url:
            self.settings["DATABASE_URL"] = database_url
        self.program = ["wsgi.py"]
        self.log = folder.with_name(folder.name + ".log")
        self._process: subprocess.Popen[bytes] | Hatched | None = None
        self._reaper: Reaper | None = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, within: float = 60, **settings: str) -> Self:
        """Start and return when it answers. `settings` hold for this one start: a crash, say."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._process = self._spawn(settings)
        self._reaper = Reaper(self._process.pid)
        deadline = time.monotonic() + within
        while (code := self._code()) != 200:
            if code or self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise AssertionError(f"the service does not start:\n{self.words()[-4000:]}")
            time.sleep(0.05)
        return self

    def stop(self, within: float = 10) -> int:
        """End it as an operator would, and return how it ended."""
        return self._end(signal.SIGTERM, within)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL, 10)

    def freeze(self) -> None:
        """Let it stand still: its connections stay, and nothing is answered."""
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on where it stood."""
        os.kill(self.pid, signal.SIGCONT)

    def wait_dead(self, within: float = 20) -> int:
        """Wait until it died by itself, at an armed crash."""
        return self._waited(within)

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def ended(self) -> int | None:
        """How its last life ended, if it did."""
        return self._process.poll() if self._process is not None else None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def memory(self) -> int:
        """Bytes of real memory held now (Linux)."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def words(self) -> str:
        """What it has printed so far, in all its lives."""
        return self.log.read_text("utf-8", "replace") if self.log.exists() else ""

    def _spawn(self, settings: dict[str, str]) -> subprocess.Popen[bytes] | Hatched:
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        words, env = self._words_to_start(), {**kept, **self.settings, **settings}
        if hatchery.knows(words) and self.root == ROOT:
            return hatchery.hatch(words, env, self.log)
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, *words],
                cwd=self.root,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _words_to_start(self) -> list[str]:
        return [*self.program, "--host", self.host, "--port", str(self.port)]

    def _code(self) -> int:
        """How it answers the sign-in page; 0 while it does not."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/sign-in")
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def _end(self, how: int, within: float) -> int:
        if self._process is None:
            return 0
        if self._process.poll() is None:
            self._process.send_signal(how)
        try:
            return self._waited(within)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._waited(within)

    def _waited(self, within: float) -> int:
        assert self._process is not None
        ended = self._process.wait(within)
        if self._reaper is not None:
            self._reaper.dismiss()
            self._reaper = None
        return ended


class Worker(Service):
    """One process that only keeps promises."""

    def __init__(self, folder: Path, database_url: str | None = None, **settings: str) -> None:
        super().__init__(folder, database_url, **settings)
        self.log = folder.with_name(f"worker-{self.port}.log")
        self.program = ["-m", "flask", "--app", "wsgi", "worker"]

    def _words_to_start(self) -> list[str]:
        return self.program

    def _code(self) -> int:
        """It answers nobody: it is there once it runs."""
        return 200 if self.is_running else 0
