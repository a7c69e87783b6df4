"""Two hundred promises, two keepers, forty deaths: none is lost, none takes effect twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from accountability.core import clock
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.core.mail import Mail
from accountability.core.promises import Promise, promise
from tests.kit.service import ROOT

PROMISES, DEATHS, OVER = 200, 40, 5.0


class Nursery:
    """A line of keepers, one alive at a time."""

    def __init__(self, url: str, tries: Path) -> None:
        start = [sys.executable, "-m", "tests.core.nursery", url, str(tries)]
        self.process = subprocess.Popen(
            start, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.child = self.next()

    def next(self) -> int:
        """The keeper that lives now."""
        assert self.process.stdout is not None
        return int(self.process.stdout.readline())

    def bereave(self) -> None:
        """Kill the keeper and wait for the next."""
        os.kill(self.child, signal.SIGKILL)
        self.child = self.next()

    def close(self) -> None:
        """End the line."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.kill()
        self.process.stdin.close()
        os.kill(self.child, signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()


@contextmanager
def nurseries(url: str, tries: Path) -> Iterator[list[Nursery]]:
    both = [Nursery(url, tries), Nursery(url, tries)]
    try:
        yield both
    finally:
        for one in both:
            one.close()


def owe_all() -> None:
    with quiet_change():
        for number in range(PROMISES):
            due_at = clock.now() + timedelta(seconds=OVER * number / PROMISES)
            promise("note", f"thing {number}", key=str(number), due_at=due_at)


def unkept() -> int:
    db.session.rollback()
    owed = select(func.count(Promise.id)).where(Promise.kept_at.is_(None))
    return db.session.scalar(owed) or 0


def wait_for_a_try(tries: Path, after: int, within: float = 2) -> int:
    """Wait until another try has begun, so that a death falls among those; how many there were."""
    give_up = time.monotonic() + within
    while (count := count_lines(tries)) <= after and time.monotonic() < give_up and unkept():
        time.sleep(0.01)
    return count


def count_lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_no_promise_is_lost_and_none_kept_twice_however_often_keepers_die(
    context, database_url, tmp_path
):
    chance = random.Random(7)
    with nurseries(database_url, tmp_path / "tries") as both:
        owe_all()
        begun = 0
        for _ in range(DEATHS):
            begun = wait_for_a_try(tmp_path / "tries", begun)
            time.sleep(chance.uniform(0.0, 0.15))
            chance.choice(both).bereave()
        give_up = time.monotonic() + 60
        while unkept() and time.monotonic() < give_up:
            time.sleep(0.1)

    effects = Counter(db.session.scalars(select(Mail.subject)))
    tries = count_lines(tmp_path / "tries")
    assert unkept() == 0
    assert sorted(effects, key=int) == [str(number) for number in range(PROMISES)]
    assert set(effects.values()) == {1}
    assert tries > PROMISES, "no death came while a promise was held: this test says nothing"
