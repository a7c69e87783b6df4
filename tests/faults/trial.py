"""One trial: everybody acts and looks while the nemesis strikes; then all is read and judged."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random
from typing import Any, Self

from tests.client.http import NoAnswer
from tests.faults import checker
from tests.faults.acts import Row, done_of, of_kind
from tests.faults.bounds import Check
from tests.faults.final import read_everybody, tidy
from tests.faults.history import SEED, History, lasts
from tests.faults.load import RATE, Load
from tests.faults.nemesis import Nemesis
from tests.faults.people import Circle, Ports, Roaming, form_circles, insist
from tests.faults.reached import arrivals_of, part
from tests.faults.screens import Screen
from tests.faults.world import World

HEAL = 10.0  # twice as long as is allowed, once outboxes are empty
MANY, FEW = 100, 5
LOOK_EVERY = lasts(0.1, 0.4)  # whether all are equal asks everybody


@dataclass(frozen=True)
class Figures:
    """What a trial gave, for the table at the end."""

    name: str
    seed: int
    acked: int
    wrong: int
    times: tuple[float, float, float]
    fired: dict[str, int]


tally: list[Figures] = []


class Trial:
    """New circles of the world's people (or those given), their screens, and the load on them.

    `roads` are other ports to reach the service by: half of the sockets take them.
    """

    def __init__(
        self,
        world: World,
        name: str,
        *,
        rate: float = RATE,
        seed: int = SEED,
        busy: bool = True,
        circles: list[Circle] | None = None,
        roads: list[int] | None = None,
        **screens: Any,
    ) -> None:
        world.mend()
        self.world, self.name, self.rng = world, name, Random(f"{name} {seed}")
        self.history = History(name.replace(" ", "-"), seed)
        self.nemesis = Nemesis(self.history, self.rng)
        self.ports = Ports(world.ports, self.rng)
        self.roads = Ports(roads, self.rng) if roads else self.ports
        self.formed = [] if circles else form_circles(world.people)
        self.circles = circles or self.formed
        self.screens = self._open_screens(**screens)
        self.load = Load(self.circles, self.ports, self.history, self.rng, rate)
        self.starts: dict[str, int] = {}
        self.heads: dict[str, int] = {}
        self.busy, self.judged = busy, False

    def _open_screens(self, **how: Any) -> list[Screen]:
        """A socket for each, every other one by `roads`, and a long poll for each circle.

        In the short form there are fewer.
        """
        looks = [
            Screen(one, self.roads if number % 2 else self.ports, self.history, **how)
            for number, one in enumerate(self.world.people[: int(lasts(MANY, FEW))])
        ]
        for circle in self.circles[: int(lasts(MANY, 1))]:
            one = circle.members[-1]
            looks.append(Screen(one, self.ports, self.history, "poll", only=circle.stream))
        return looks

    def __enter__(self) -> Self:
        for screen in self.screens:
            screen.start()
        for circle in self.circles:
            head = circle.members[0].browser.stream_of(circle.id)["head"]
            self.starts[circle.stream] = head
        if self.busy:
            self.load.start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None and not self.judged:
            print(f"the history is in {self.history.keep()}")
            self.load.end()
        for screen in self.screens:
            screen.stop()
        for circle in self.formed:
            insist(circle.members[0], f"/circles/{circle.id}/closing")

    def until(self, seconds: float, strike: Callable[[], None]) -> None:
        """Strike again and again for so long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            strike()

    # --- afterwards

    def settle(self) -> None:
        """The last fault is over: let everything come to rest, at most for the time to heal."""
        self.history.note("healed")
        give_up = self.load.stop() + HEAL
        while not self._is_equal():
            if time.monotonic() > give_up:
                return
            time.sleep(LOOK_EVERY)
        self.history.note("equal")

    def _is_equal(self) -> bool:
        try:
            heads = {one.name: self._heads(one) for one in self.world.people}
        except (NoAnswer, AssertionError):
            return False
        for told in heads.values():
            self.heads |= told
        return all(self._holds(screen, heads[screen.person.name]) for screen in self.screens)

    def _heads(self, person: Any) -> dict[str, int]:
        streams = Roaming(person, self.ports).streams()["streams"]
        return {one["id"]: one["head"] for one in streams}

    def _holds(self, screen: Screen, heads: dict[str, int]) -> bool:
        follows = {stream for stream, held in screen.machine.streams.items() if not held.lost}
        if screen.by == "socket":
            follows |= heads.keys() - screen.machine.elsewhere
        return screen.machine.has_reached({one: heads.get(one, 0) for one in follows})

    @property
    def members(self) -> dict[str, list[str]]:
        """Whose the streams of the circles and of their alerts are."""
        found = {one.stream: [who.name for who in one.members] for one in self.circles}
        own = {held["id"] for one in self.world.people for held in _own(one)}
        for act in done_of(self.history.rows):
            for stream in act.seqs.keys() - own - found.keys():
                found[stream] = found[act.circle]
        return found

    def judge(self, *checks: Check, **at_least: int) -> Figures:
        """Read everything anew and fail with what is wrong; faults fired as often as said."""
        self.settle()
        members = self.members
        wanted: dict[str, list[str]] = {}
        for stream, names in members.items():
            for name in names:
                wanted.setdefault(name, []).append(stream)
        final = read_everybody(wanted, self.world.people, self.ports)
        wrong = self._wrong(final, members)
        wrong += checker.said(*(check(self.history.rows) for check in checks))
        wrong += [
            f"{fault} fired {self.nemesis.fired[fault]} times, not {many}"
            for fault, many in at_least.items()
            if self.nemesis.fired[fault] < many
        ]
        return self._tell(wrong)

    def every_number(self, rows: list[Row]) -> Iterable[str]:
        """I3, where no fault kept anything from the screens: there is no gap in any stream."""
        for screen in self.screens:
            for stream, seqs in screen.machine.numbers.items():
                self.history.note("numbers", stream=stream, seqs=sorted(seqs))
        heads = {stream: self.heads[stream] for stream in self.members if stream in self.heads}
        return checker.gapless(rows, self.starts, heads)

    def _live(self, members: dict[str, list[str]]) -> dict[str, dict[str, Any]]:
        return {
            screen.name: {
                stream: tidy(screen.view_of(stream))
                for stream, held in screen.machine.streams.items()
                if stream in members and not held.lost
            }
            for screen in self.screens
            if not screen.machine.ignores
        }

    def _wrong(self, final: dict[str, Any], members: dict[str, list[str]]) -> list[str]:
        rows = self.history.rows
        owners = {screen.name: screen.person.name for screen in self.screens}
        return checker.said(
            checker.durable(rows, final, members),
            checker.no_phantom(rows, final),
            checker.order(rows),
            checker.never_back(rows),
            checker.same_views(final, self._live(members), owners, members),
            checker.stable(rows),
            checker.settled(rows),
        )

    def _tell(self, wrong: list[str]) -> Figures:
        rows = self.history.rows
        acts = arrivals_of(rows).acts
        times = (part(acts, 0.5), part(acts, 0.99), part(acts, 1))
        acked, fired = len(done_of(rows)), dict(self.nemesis.fired)
        figures = Figures(self.name, self.history.seed, acked, len(wrong), times, fired)
        tally.append(figures)
        self.judged = True
        if wrong:
            path = self.history.keep()
            raise AssertionError("\n".join([f"the history is in {path}", *wrong]))
        return figures

    def rows_of(self, what: str) -> list[Row]:
        return of_kind(self.history.rows, what)


def _own(person: Any) -> list[dict[str, Any]]:
    streams = person.browser.streams()["streams"]
    return [one for one in streams if one["kind"] == "account"]
