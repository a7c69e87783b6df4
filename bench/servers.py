"""Starting what is measured, on loopback and on one core, and ending it by its id."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Self

from bench import machine
from tests.kit.reaper import Reaper

ROOT = Path(__file__).resolve().parents[1]
STARTS_WITHIN = 60
# No setting of whoever measures may reach the service.
KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV")


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def only(**settings: str) -> dict[str, str]:
    """The environment of a process that is measured, or makes what is: these settings alone."""
    return {name: os.environ[name] for name in KEPT if name in os.environ} | settings


class Server:
    """One process on the core of servers, from `with` to the end of the block."""

    def __init__(self, *words: str, folder: Path, **settings: str) -> None:
        self.words = words
        self.folder = folder
        self.settings = settings
        self.port = free_port()

    def __enter__(self) -> Self:
        words = [word.replace("PORT", str(self.port)) for word in self.words]
        env = only(**self.settings)
        self.log = (self.folder / "log.txt").open("wb")
        self.child = subprocess.Popen(  # noqa: S603 - our own words
            words, cwd=ROOT, env=env, stdout=self.log, stderr=self.log
        )
        machine.pin(self.child.pid, machine.cores()[0])
        self.reaper = Reaper(self.child.pid)
        self._wait()
        return self

    def _wait(self) -> None:
        give_up = time.monotonic() + STARTS_WITHIN
        while self.child.poll() is None and time.monotonic() < give_up:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        self.__exit__()
        said = (self.folder / "log.txt").read_text("utf-8", "replace")[-2000:]
        raise RuntimeError(f"{self.words} does not start:\n{said}")

    def __exit__(self, *_: object) -> None:
        self.child.terminate()
        try:
            self.child.wait(10)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
        self.reaper.dismiss()
        self.log.close()


class Place:
    """The folder of one run: the seeded service, of which every start gets a fresh copy."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.copies = 0

    def seeded(self, circles: int, people: int) -> list[dict[str, str]]:
        """Make people by the service's own verbs, once for each number of them."""
        made = self.folder / f"seeded-{circles}-{people}"
        told = made.with_suffix(".json")
        if not told.exists():
            print(f"making {people} people, in {circles} circles …", flush=True)
            ran = subprocess.run(  # noqa: S603 - our own words
                [sys.executable, "-m", "bench.seed", str(circles), str(people)],
                cwd=ROOT,
                env=only(INSTANCE_PATH=str(made), LIMITS="off"),
                stdout=subprocess.PIPE,
                check=True,
            )
            told.write_bytes(ran.stdout)
        people_made: Any = json.loads(told.read_text())["people"]
        return people_made

    def fresh(self, circles: int = 0, people: int = 0) -> Path:
        """A new folder, with a copy of what was seeded if that is asked for."""
        self.copies += 1
        folder = self.folder / f"copy-{self.copies}"
        if people:
            shutil.copytree(self.folder / f"seeded-{circles}-{people}", folder)
        else:
            folder.mkdir()
        return folder
