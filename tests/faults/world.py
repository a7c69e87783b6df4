"""The processes of one service: two that serve and one that works, on one folder and one bus."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from tests.faults.people import Person, gather
from tests.kit.proxy import Proxy
from tests.kit.service import ROOT, Service, Worker
from tests.kit.valkey import Valkey

WEB, WORKERS = 2, 1


class World:
    """Runs until the block ends. Between the service and its bus lies a line that may be bad.

    Without a `bus` that line is cut from the beginning. `program` is what each serving process runs
    instead of `wsgi.py`.
    """

    def __init__(
        self,
        folder: Path,
        database_url: str | None = None,
        *,
        web: int = WEB,
        workers: int = WORKERS,
        bus: bool = True,
        program: list[str] | None = None,
        **settings: str,
    ) -> None:
        self.folder, self.url = folder, database_url
        self.bus = bus
        self.program = program
        self.settings = {"LIMITS": "off", **settings}
        self.web: list[Service] = []
        self.workers: list[Worker] = []
        self.many = (web, workers)
        self._opened = ExitStack()
        self._people: list[Person] = []

    def __enter__(self) -> Self:
        self.valkey = self._opened.enter_context(Valkey())
        self.line = self._opened.enter_context(Proxy(self.valkey.port))
        self.settings["REDIS_URL"] = f"redis://127.0.0.1:{self.line.port}/0"
        if not self.bus:
            self.line.cut()
        instance, (web, workers) = self.folder / "instance", self.many
        for number in range(web):
            one = Service(instance, self.url, root=ROOT, **self.settings)
            one.log = self.folder / f"web-{number}.log"
            one.program = self.program or one.program
            self.web.append(self._opened.enter_context(one))
        for _ in range(workers):
            one = Worker(instance, self.url, **self.settings)
            one.program = [*self.program, "worker"] if self.program else one.program
            self.workers.append(self._opened.enter_context(one))
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    @property
    def ports(self) -> list[int]:
        """Where the processes that serve listen."""
        return [one.port for one in self.web]

    @property
    def people(self) -> list[Person]:
        """Everybody, signed up when first asked for."""
        if not self._people:
            self._people = gather(self.web[0].origin)
        return self._people

    def mend(self) -> None:
        """Let everything run, whatever a trial that failed left behind."""
        if not self.valkey.is_running:
            self.valkey.start()
        self.valkey.thaw()
        if self.bus:
            self.line.restore()
        for one in (*self.web, *self.workers):
            if one.is_running:
                one.thaw()
            else:
                one.start()

    def restart(self) -> None:
        """End all that serve at once, and start them again."""
        for one in self.web:
            one.kill()
        starts = [threading.Thread(target=one.start) for one in self.web]
        for start in starts:
            start.start()
        for start in starts:
            start.join()

    def words(self) -> str:
        """What all of them printed."""
        return "\n".join(one.words() for one in (*self.web, *self.workers))
