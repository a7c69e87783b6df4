"""The server under test and whoever loads it have a core each."""

from __future__ import annotations

import os

import pytest

from bench import machine


@pytest.fixture(autouse=True)
def unpinned():
    """Let the process of the tests run everywhere again."""
    before = os.sched_getaffinity(0)
    yield
    os.sched_setaffinity(0, before)


@pytest.mark.parametrize("which", [0, 1])
def test_whoever_is_pinned_finds_the_same_cores(which):
    before = machine.cores()
    machine.pin(0, before[which])

    assert machine.cores() == before
