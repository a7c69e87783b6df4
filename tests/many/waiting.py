"""Waiting for what a process does in its own time."""

from __future__ import annotations

import time


def wait_until(question, within=20):
    give_up = time.monotonic() + within
    while not question():
        assert time.monotonic() < give_up, "it did not come"
        time.sleep(0.1)
