"""Waiting for what a process does in its own time."""

from __future__ import annotations

import time

# Whoever changes something in the circle waits for whoever asked this.
LOCK_CIRCLE = """
    SELECT 1 FROM streams JOIN circles ON circles.stream_id = streams.id
    WHERE circles.public_id = %s FOR UPDATE OF streams
"""


def wait_until(question, within=20):
    give_up = time.monotonic() + within
    while not question():
        assert time.monotonic() < give_up, "it did not come"
        time.sleep(0.1)
