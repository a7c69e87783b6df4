"""Two thousand screens that come at one moment, as after a restart, while others press."""

import http.client
import threading
import time
from urllib.parse import urlencode

from bench import targets
from bench.crowd import Crowd
from bench.rows.alerts import part
from bench.servers import Place
from bench.table import Figures, Line, at_most, value

MANY = 2_000
PRESS_EVERY = 0.25
AFTER = 3.0  # seconds in which those who came are told what they ask for


class Presses(threading.Thread):
    """Somebody else presses four times a second; how long each answer took, in seconds."""

    def __init__(self, port: int, people: list[dict[str, str]]) -> None:
        super().__init__(daemon=True)
        self.port, self.people = port, people
        self.took: list[float] = []
        self.over = threading.Event()

    def run(self) -> None:
        for number, one in enumerate(self.people):
            if self.over.wait(PRESS_EVERY):
                return
            begun = time.perf_counter()
            self._press(number, one)
            self.took.append(time.perf_counter() - begun)

    def _press(self, number: int, one: dict[str, str]) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        heads = {"Cookie": one["cookie"], "X-CSRFToken": one["token"], "Accept": "application/json"}
        heads["Content-Type"] = targets.FORM
        body = urlencode({"key": f"bench-storm-{number:08d}"})
        line.request("POST", f"/circles/{one['circle']}/alerts", body, heads)
        code = line.getresponse().status
        line.close()
        if code != 201:
            raise RuntimeError(f"a press was answered with {code}")


def measure(place: Place) -> Figures:
    """All of them dial at once; whoever presses meanwhile has no screen."""
    people = place.seeded(targets.CIRCLES, targets.PEOPLE)
    with targets.service(place) as (server, target), Crowd(target, desks=0) as crowd:
        presses = Presses(server.port, people[: targets.MEMBERS])
        presses.start()
        begun = time.perf_counter()
        crowd.connect([number % targets.MEMBERS for number in range(MANY)], at_once=MANY)
        took = time.perf_counter() - begun
        crowd.listen(AFTER)
        presses.over.set()
        presses.join()
        gone = sum(screen.is_dead for screen in crowd.screens)
    return {
        "storm seconds": took,
        "storm gone": gone,
        "storm pressed": len(presses.took),
        "storm answer p99": part(presses.took, 0.99),
    }


LINES = [
    Line(
        "2,000 screens at once: all greeted after, s",
        at_most("20"),
        value("storm seconds"),
        "{:.1f}",
    ),
    Line("… refused or gone", at_most("0"), value("storm gone"), "{:.0f}"),
    Line(
        "… a call meanwhile, acknowledged p99, s", at_most("2"), value("storm answer p99"), "{:.2f}"
    ),
]
