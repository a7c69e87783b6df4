"""I5: how soon what was acknowledged was on the screens that could be reached meanwhile."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import Any

from tests.faults.acts import CARDS, Row, Told, done_of, of_kind

WAITED = 4.0
NEVER = 1e6
Spans = dict[str, list[tuple[float, float]]]


@dataclass(frozen=True)
class Arrivals:
    """Seconds from an answer to each screen, and to the last screen of each act; both sorted."""

    alerts: list[float]
    acts: list[float]


def part(times: list[float], share: float) -> float:
    """The time within which this share of them came."""
    return times[min(len(times) - 1, int(len(times) * share))] if times else 0.0


def arrivals_of(rows: list[Row], since: float = 0.0, until: float = inf) -> Arrivals:
    """How soon what was acknowledged then came to those who could be reached from the answer on."""
    follows = {(row["screen"], row["stream"]) for row in of_kind(rows, "card")}
    spans, first = Reach().read(rows), _first_shown(rows)
    alerts, acts = [], []
    for act in done_of(rows):
        assert act.done is not None
        if act.kind not in CARDS or not since <= act.done < until:
            continue
        took = list(_times(act, follows, spans, first))
        if act.kind == "alert":
            alerts += took
        if took:
            acts.append(max(took))
    return Arrivals(sorted(alerts), sorted(acts))


def _times(act: Told, follows: set[Any], spans: Spans, first: dict[Any, float]) -> Iterator[float]:
    key, told = (CARDS[act.kind], act.id), act.seqs
    for screen, when in spans.items():
        shown = [first[screen, stream, key] for stream in told if (screen, stream, key) in first]
        if not any((screen, stream) in follows for stream in told):
            continue
        seen = min(shown, default=act.done + NEVER)
        until = min(seen, act.done + WAITED)
        if any(begin <= act.done and until <= end for begin, end in when):
            yield max(0.0, seen - act.done)


def _first_shown(rows: list[Row]) -> dict[Any, float]:
    first: dict[Any, float] = {}
    for row in of_kind(rows, "card"):
        first.setdefault((row["screen"], row["stream"], tuple(row["card"])), row["at"])
    return first


class Reach:
    """When each screen could be reached: joined, and no fault struck the port it is joined by."""

    def __init__(self) -> None:
        self.spans: Spans = defaultdict(list)
        self._port: dict[str, int] = {}
        self._since: dict[str, float] = {}
        self._struck: Counter[int] = Counter()

    def read(self, rows: list[Row]) -> Spans:
        """Take the rows in their order."""
        turns = {
            "joined": self._joined,
            "left": self._leave,
            "fault": self._strike,
            "mended": self._mend,
        }
        ignorant = {row["screen"] for row in of_kind(rows, "ignores")}
        for row in rows:
            if row["what"] in turns and row.get("screen") not in ignorant:
                turns[row["what"]](row)
        for screen in list(self._since):
            self._end(screen, rows[-1]["at"])
        return self.spans

    def _joined(self, row: Row) -> None:
        self._port[row["screen"]] = row["port"]
        if not self._struck[row["port"]]:
            self._since[row["screen"]] = row["at"]

    def _leave(self, row: Row) -> None:
        self._end(row["screen"], row["at"])
        self._port.pop(row["screen"], None)

    def _end(self, screen: str, at: float) -> None:
        if screen in self._since:
            self.spans[screen].append((self._since.pop(screen), at))

    def _strike(self, row: Row) -> None:
        self._struck[row["strikes"]] += 1
        for screen in self._at(row["strikes"]):
            self._end(screen, row["at"])

    def _mend(self, row: Row) -> None:
        self._struck[row["strikes"]] -= 1
        if not self._struck[row["strikes"]]:
            self._since |= dict.fromkeys(self._at(row["strikes"]), row["at"])

    def _at(self, port: int) -> list[str]:
        return [screen for screen, where in self._port.items() if where == port]
