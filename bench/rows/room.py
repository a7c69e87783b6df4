"""The page of a room in which two hundred things were said."""

import http.client
import time

from bench import targets
from bench.servers import Place
from bench.table import Figures, Line, at_most, value

TIMES, WARM = 60, 5


def measure(place: Place) -> Figures:
    """One round: one reader after the other, on one kept connection."""
    reader = place.seeded(targets.CIRCLES, targets.PEOPLE)[targets.MEMBERS]
    took: list[float] = []
    with targets.service(place) as (server, _target):
        asked = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        for _ in range(TIMES + WARM):
            began = time.perf_counter()
            asked.request(
                "GET", f"/circles/{reader['circle']}", headers={"Cookie": reader["cookie"]}
            )
            answer = asked.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"the room answers {answer.status}")
            took.append((time.perf_counter() - began) * 1000)
        asked.close()
    took = sorted(took[WARM:])
    return {"room p50": took[TIMES // 2], "room p95": took[int(TIMES * 0.95)]}


LINES = [
    Line("a room's page, 200 cards in its stream, p50, ms", "", value("room p50"), "{:.0f}"),
    Line(
        "a room's page, 200 cards in its stream, p95, ms",
        at_most("40"),
        value("room p95"),
        "{:.0f}",
    ),
]
