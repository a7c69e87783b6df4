"""Five thousand promises that fall due in one minute, kept beside the server. Measured once."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench import machine, targets
from bench.servers import ROOT, Place, Server, only
from bench.table import Figures, Line, at_most, value

MANY = 5_000
ONCE = True
LONGEST = 180.0  # seconds until it is said that they are not kept


def _owing(folder: Path, *words: str) -> Any:
    ran = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-m", "bench.owing", *words],
        cwd=ROOT,
        env=only(INSTANCE_PATH=str(folder), LIMITS="off"),
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(ran.stdout or "null")


def _kept(folder: Path) -> list[float]:
    """How late each was kept, once all are."""
    give_up = time.monotonic() + LONGEST
    while None in (late := _owing(folder, "read")):
        if time.monotonic() > give_up:
            raise TimeoutError(f"{late.count(None)} of {MANY} are owed still")
        time.sleep(5)
    return sorted(late)


def measure(place: Place) -> Figures:
    """Start the service on a folder in which they are about to fall due, and look when all are."""
    place.seeded(0, MANY)
    folder = place.fresh(0, MANY)
    _owing(folder, "owe", str(MANY))
    settings = {"INSTANCE_PATH": str(folder), "LIMITS": "off"}
    with Server(*targets.SERVICE, folder=folder, **settings) as server:
        before, begun = machine.seconds_of(server.child.pid), time.monotonic()
        late = _kept(folder)
        used = machine.seconds_of(server.child.pid) - before
        share = used / (time.monotonic() - begun) * 100
    return {
        "late p50": late[MANY // 2],
        "late p99": late[MANY * 99 // 100],
        "late most": late[-1],
        "late share": share,
    }


LINES = [
    Line("5,000 promises due in one minute: late p50, s", "", value("late p50"), "{:.2f}"),
    Line("… late p99, s", at_most("2"), value("late p99"), "{:.2f}"),
    Line("… latest of all, s", "", value("late most"), "{:.2f}"),
    Line("… % of a core meanwhile", "", value("late share"), "{:.0f}"),
]
