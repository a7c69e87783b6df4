"""People with open screens: they press, and count what comes to the others.

One epoll loop. `share` of a run is how much of its core that used: below 0.9 it held nothing up.
"""

import re
import select
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Self

from bench import frames
from bench.links import Desk, Link, Screen
from bench.talkers import Talker

IN_FLIGHT = 32
PATIENCE = 15.0
MARK = re.compile(rb"no=(\d{8})")
FILLER = "the song came on in the shop and now the phone is in my hand, please say something"


def words(number: int) -> str:
    """Eighty characters by which a press is known again wherever it is shown."""
    return f"no={number:08d} {FILLER}"[:80]


@dataclass(slots=True)
class Press:
    """One call: when it was due, on whose screens it is still to come, whether it was answered."""

    due: float
    waiting: set[int]
    is_answered: bool


@dataclass
class Run:
    """What a run gave. Times are in milliseconds, counted from when a press was due."""

    seconds: float = 0.0
    deliveries: int = 0
    lost: int = 0
    refused: int = 0
    share: float = 0.0
    answers: list[float] = field(default_factory=list)
    arrivals: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Deliveries in a second."""
        return self.deliveries / self.seconds if self.seconds else 0.0


@dataclass(frozen=True)
class Target:
    """How a server is spoken to: by the bytes of its own protocol."""

    port: int
    cookies: list[str]
    greet: Callable[[int], bytes]
    ready: bytes
    press: Callable[[int, int], bytes]
    by_desk: bool
    hears_itself: bool
    size: int = 8
    open: Callable[[int, int], Screen | Talker] = Screen
    desks_at: int = 0  # another process of the same service, through which the calls go


class Crowd:
    """The screens of everybody, and the desks that the calls go through."""

    def __init__(self, target: Target, desks: int = 64, *, deflate: bool = False) -> None:
        self.target = target
        self.deflate = deflate
        self.poll = select.epoll()
        self.links: dict[int, Link] = {}
        self.screens, self.desks = list[Screen | Talker](), list[Desk]()
        self.many_desks = desks if target.by_desk else 0
        self.open: dict[int, Press] = {}
        self.run = Run()
        self.ready = self.pressed = self.marked = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for link in self.links.values():
            link.close()
        self.poll.close()

    # --- connecting

    def connect(self, places: Iterable[int], at_once: int = IN_FLIGHT) -> float:
        """Open a screen for each of these places; answers how many came in a second."""
        began, waiting = time.perf_counter(), iter(places)
        wanted = self._dial(waiting, at_once)
        while self.ready < wanted:
            before = self.ready
            self._turn(PATIENCE)
            if self.ready == before and time.perf_counter() - began > 20 * PATIENCE:
                raise TimeoutError(f"only {self.ready} of {wanted} sockets came")
            wanted += self._dial(waiting, at_once - (wanted - self.ready))
        rate = self.ready / (time.perf_counter() - began)
        for _ in range(self.many_desks):
            self._open_desk()
        return rate

    def _open_desk(self) -> Desk:
        self.desks.append(desk := Desk(self.target.desks_at or self.target.port))
        self._keep(desk)
        return desk

    def _dial(self, places: Iterator[int], many: int) -> int:
        dialled = 0
        for place in (place for _, place in zip(range(many), places, strict=False)):
            self.screens.append(screen := self.target.open(self.target.port, place))
            self._keep(screen)
            host, cookie = f"127.0.0.1:{self.target.port}", self.target.cookies[place]
            screen.begin(host, cookie, deflate=self.deflate)
            dialled += 1
        return dialled

    def _keep(self, link: Link) -> None:
        self.links[link.link.fileno()] = link
        self.poll.register(link.link, select.EPOLLIN)

    def _drop(self, number: int, link: Link) -> None:
        self.poll.unregister(link.link)
        self.links.pop(number).close()
        if isinstance(link, Desk):
            self.desks.remove(link)
        self.run.refused += 1

    # --- listening

    def _turn(self, wait: float) -> None:
        for number, _event in self.poll.poll(max(wait, 0)):
            link = self.links[number]
            if isinstance(link, Desk):
                self._hear(link)
            elif isinstance(link, Screen | Talker):
                self._look(link)
            if link.is_dead:
                self._drop(number, link)

    def _look(self, screen: Screen | Talker) -> None:
        was_ready = screen.is_ready
        for text in screen.texts():
            if found := MARK.search(text):
                self.marked += 1
                self._arrive(screen.place, int(found[1]))
            elif not screen.is_ready:
                self._welcome(screen, text)
        self.ready += screen.is_ready and not was_ready

    def _welcome(self, screen: Screen | Talker, text: bytes) -> None:
        if text.startswith(b"0"):
            screen.write(frames.masked(self.target.greet(screen.place)))
        elif text.startswith(self.target.ready):
            screen.is_ready = True

    def _arrive(self, place: int, number: int) -> None:
        press = self.open.get(number)
        if press is not None and place in press.waiting:
            press.waiting.discard(place)
            self.run.deliveries += 1
            self.run.arrivals.append((time.perf_counter() - press.due) * 1000)
            self._close(number, press)

    def _hear(self, desk: Desk) -> None:
        code = desk.answer()
        if code is None or desk.press is None:
            return
        number, desk.press = desk.press, None
        press = self.open.get(number)
        if press is None:  # its run gave up waiting
            return
        press.is_answered = True
        self.run.refused += code >= 300
        self.run.answers.append((time.perf_counter() - press.due) * 1000)
        self._close(number, press)

    def _close(self, number: int, press: Press) -> None:
        if press.is_answered and not press.waiting:
            del self.open[number]

    # --- pressing

    def _press(self, place: int, due: float) -> None:
        number, size = self.pressed, self.target.size
        self.pressed += 1
        first = place // size * size
        waiting = set(range(first, first + size))
        if not self.target.hears_itself:
            waiting.discard(place)
        self.open[number] = Press(due, waiting, is_answered=not self.target.by_desk)
        link = self._desk_for(number) if self.target.by_desk else self.screens[place]
        link.write(self.target.press(place, number))

    def _desk_for(self, number: int) -> Desk:
        free = (desk for desk in self.desks if desk.press is None)
        desk = next(free, None) or self._open_desk()
        desk.press = number
        return desk

    def paced(self, places: Iterable[int], rate: float) -> Run:
        """Press so many times a second, whether or not answers came: what one person feels."""
        began, turn = time.perf_counter(), 0
        with self._running():
            for turn, place in enumerate(places):
                due = began + turn / rate
                while (left := due - time.perf_counter()) > 0:
                    self._turn(left)
                self._press(place, due)
        return self.run

    def crowded(self, places: Iterable[int], outstanding: int, seconds: float = PATIENCE) -> Run:
        """Keep so many presses under way, until there are no more of them or the time is over."""
        end, left = time.perf_counter() + seconds, iter(places)
        with self._running():
            while time.perf_counter() < end:
                while len(self.open) < outstanding and (place := next(left, None)) is not None:
                    self._press(place, time.perf_counter())
                if not self.open:
                    break
                self._turn(0.05)
        return self.run

    @contextmanager
    def _running(self) -> Iterator[None]:
        """Measure what is done inside, and wait for what is still to come after it."""
        self.run, self.open = Run(), {}
        began, used = time.perf_counter(), time.process_time()
        yield
        give_up = time.perf_counter() + PATIENCE
        while self.open and time.perf_counter() < give_up:
            self._turn(0.05)
        self.run.seconds = time.perf_counter() - began
        self.run.share = (time.process_time() - used) / self.run.seconds
        self.run.lost = sum(len(press.waiting) for press in self.open.values())

    def listen(self, seconds: float) -> float:
        """Only look and answer pings; answers how many cards came in a second."""
        began, before = time.perf_counter(), self.marked
        while (left := began + seconds - time.perf_counter()) > 0:
            self._turn(left)
        return (self.marked - before) / seconds
