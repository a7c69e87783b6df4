"""`./run cluster`: two that serve and two that work at one address, and nothing left of them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.client.http import Browser
from tests.kit import cast
from tests.kit.service import ROOT

AT = re.compile(r"http://127\.0\.0\.1:\d+")
ENDS_WITHIN = 40  # six processes, one after another


@pytest.fixture
def place():
    """A temporary folder of its own, near enough: a socket's path may have 107 bytes, no more."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.fixture
def cluster(place):
    """What the command starts: its process, and the lines that it says of where it is."""
    with subprocess.Popen(
        [sys.executable, "-m", "scripts.cluster", "0"],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(place)},
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        try:
            yield program, [program.stdout.readline() for _ in range(2)]
        finally:
            program.send_signal(signal.SIGTERM)
            program.wait(ENDS_WITHIN)


def is_whole(browser):
    """Whether this process has its database and hears its bus."""
    checks = browser.get("/readyz").expect(200).json["checks"]
    return (checks["database"], checks["schema"], checks["bus"]) == ("fine", "fine", "fine")


def hand_on(origin):
    """A call of which the first step is made in time."""
    ana, ben = (cast.sign_up_new(origin, name) for name in ("Ana", "Ben"))
    circle = cast.start_circle(ana)
    cast.bring(ana, circle, ben, "Ben")
    stream = ana.stream_of(circle)["id"]
    pressed = ana.post(f"/circles/{circle}/alerts").expect(201).json["seqs"][stream]
    ana.until(lambda: ana.stream_of(circle)["head"] > pressed, within=20)


def test_two_serve_and_two_work_at_one_address_until_it_is_told_to_end(cluster, place):
    program, said = cluster
    [front], behind = AT.findall(said[0]), AT.findall(said[1])

    assert len(set(behind)) == 2
    for one in map(Browser, behind):
        one.until(lambda one=one: is_whole(one))
    logs = list(place.glob("steady-cluster-*/worker-*.log"))
    assert len(logs) == 2
    one.until(lambda: all("the bus is fine" in log.read_text() for log in logs))
    hand_on(front)

    program.send_signal(signal.SIGTERM)
    assert program.wait(ENDS_WITHIN) == 0
    assert list(place.glob("steady-cluster-*")) == []
