"""Screens that stop reading, or read a kilobyte a second: they take nothing from the others."""

from __future__ import annotations

import socket
import threading
import time
from random import Random

import pytest

from bench import frames, links
from tests.faults import bounds
from tests.faults.history import SEED
from tests.faults.hygiene import grown, held_by
from tests.faults.trial import Trial
from tests.faults.whole.seeded import circles_of, persons_of, seed
from tests.faults.world import World

CIRCLES, STALLED, SLOW = 2, 3, 3  # of each person: about fifty of both
RATE, LASTS, WARM, CLEAN_WITHIN = 8, 30, 10, 60
PIECE, EVERY = 100, 0.1  # a kilobyte a second
PAUSE = (1.0, 3.0)  # seconds after which a browser that was put off comes again
BUFFER = 4096


class Sluggish(links.Screen):
    """A screen that takes a hundred bytes at a time."""

    def read(self) -> bytes:
        try:
            came = self.link.recv(PIECE if self.is_upgraded else links.WHOLE)
        except BlockingIOError:
            return b""
        except OSError:
            came = b""
        self.is_dead = self.is_dead or not came
        return came


class Sluggards:
    """All of them; those that are stalled read nothing once they are greeted."""

    def __init__(self, world, people):
        self.all, self.over, self.named = [], threading.Event(), world.web[0].port
        self.put_off, self.away = [], {}
        self.rng = Random(SEED)
        for number, one in enumerate(people):
            for place in range(STALLED + SLOW):
                port = world.ports[(number + place) % len(world.ports)]
                screen = self._open(port, one["cookie"])
                self.all.append((screen, place < STALLED))
        self.reading = threading.Thread(target=self._read)
        self.reading.start()

    def _open(self, port, cookie):
        screen = Sluggish(port, 0)
        screen.comes_again = lambda: self._open(port, cookie)
        screen.link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        screen.write(frames.upgrade(f"127.0.0.1:{self.named}", cookie, deflate=False))
        return screen

    def _read(self):
        while not self.over.wait(EVERY):
            for place, (screen, is_stalled) in enumerate(self.all):
                if place in self.away:
                    self._come_again(place)
                elif not (screen.is_ready and (is_stalled or screen.is_dead)):
                    self._take_or_go_away(place)

    def _take_or_go_away(self, place):
        """Whoever is put off at the door, or let go ungreeted, comes again, as a browser does."""
        screen, _ = self.all[place]
        try:
            self._take(screen)
            if not screen.is_dead or screen.is_ready:
                return
            self.put_off.append(f"{place} was let go")
        except ConnectionRefusedError as answer:
            self.put_off.append(str(answer).partition("\r")[0])
        screen.close()
        self.away[place] = time.monotonic() + self.rng.uniform(*PAUSE)

    def _come_again(self, place):
        if time.monotonic() > self.away[place]:
            screen, is_stalled = self.all[place]
            self.all[place] = (screen.comes_again(), is_stalled)
            del self.away[place]

    def _take(self, screen):
        for text in screen.texts():
            if text.startswith(b"0"):
                screen.write(frames.masked(b"40"))
            screen.is_ready = screen.is_ready or text.startswith(b"42")

    def outside(self):
        """Those that never came in, and what is known of each."""
        return [
            f"{place}: stalled {is_stalled}, upgraded {screen.is_upgraded}, dead {screen.is_dead}"
            for place, (screen, is_stalled) in enumerate(self.all)
            if not screen.is_ready
        ]

    def stop(self):
        self.over.set()
        self.reading.join(5)
        for screen, _ in self.all:
            screen.close()


@pytest.fixture(scope="module")
def crowded(tmp_path_factory, postgres):
    """A world with two full circles in it, and who they are."""
    folder, url = tmp_path_factory.mktemp("world"), postgres.fresh_database()
    people = seed(folder, CIRCLES, url)
    with World(folder, url) as world:
        world._people = persons_of(world, people)
        yield world, people


def test_who_does_not_read_holds_up_nobody_and_leaves_nothing_behind(crowded):
    world, people = crowded
    with Trial(world, "slow readers", rate=RATE, circles=circles_of(world.people, people)) as trial:
        time.sleep(WARM)
        before = [held_by(one) for one in world.web]
        with trial.nemesis.strike("sluggards"):
            sluggards = Sluggards(world, people)
            time.sleep(LASTS)
            outside = sluggards.outside()
            sluggards.stop()
        trial.judge(bounds.seen_as_before(1.0), sluggards=1)
        left = wait_until_clean(world, before)

    assert not outside, (outside, sluggards.put_off)
    assert len(sluggards.all) >= 96
    assert left == []


def wait_until_clean(world, before):
    """What is still held too much a minute after they are gone."""
    give_up, left = time.monotonic() + CLEAN_WITHIN, ["not asked"]
    while left and time.monotonic() < give_up:
        time.sleep(1)
        now = [held_by(one) for one in world.web]
        left = [one for was, held in zip(before, now, strict=True) for one in grown(was, held)]
    return left
