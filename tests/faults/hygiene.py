"""I10: what a process holds is what it held before, once everything is over."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tests.client.http import Browser
from tests.kit.service import Service

FIGURE = re.compile(r"^steady_(sockets|ghosts) ([0-9.e+]+)$", re.MULTILINE)
MORE = 1.1
KEPT_OPEN = 20  # connections that rest: so many a process keeps, however few it needed before

Held = dict[str, float]


def held_by(service: Service) -> Held:
    """What a process holds now: memory, descriptors, sockets, and ghosts of them."""
    text = Browser(service.origin).get("/metrics").expect(200).text
    found = {name: float(number) for name, number in FIGURE.findall(text)}
    files = list(Path(f"/proc/{service.pid}/fd").iterdir())
    kept = _to_database(service.pid, files)
    counts = {"files": float(len(files) - kept), "database": float(max(kept, KEPT_OPEN))}
    return found | counts | {"memory": float(service.memory())}


def _to_database(pid: int, files: list[Path]) -> int:
    """How many of the files are connections to the database, which are kept once they are made."""
    lines = Path(f"/proc/{pid}/net/unix").read_text().splitlines()[1:]
    ours = {f"socket:[{line.split()[6]}]" for line in lines}
    count = 0
    for one in files:
        with suppress(FileNotFoundError):  # closed meanwhile
            count += one.readlink().name in ours
    return count


def grown(before: Held, now: Held) -> Iterator[str]:
    """What is more than a tenth above what it was; ghosts are none at all."""
    for name, held in now.items():
        if name == "ghosts" and held:
            yield f"{held:.0f} ghosts"
        elif held > before[name] * MORE + (2 if name in ("files", "sockets") else 0):
            yield f"{name} went from {before[name]:.0f} to {held:.0f}"


def what_is_left(services: list[Service], sockets: int, within: float) -> list[Held]:
    """What processes hold, as soon as there are just so many sockets and no ghost, or too late."""
    give_up = time.monotonic() + within
    while True:
        held = [held_by(one) for one in services]
        is_clean = sum(one["sockets"] for one in held) == sockets
        if (is_clean and not any(one["ghosts"] for one in held)) or time.monotonic() > give_up:
            return held
        time.sleep(0.5)


def seconds_of_processor(pid: int) -> float:
    """How much processor time a process has used so far (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
