"""Fan-out alone: cards that are stored already, to everybody of a circle."""

import http.client
from itertools import cycle

from bench import targets
from bench.crowd import Crowd
from bench.servers import Place
from bench.table import Figures, Line, at_least, ratio, value

SECONDS = 3.0  # of the four for which the service tells


def _fan(crowd: Crowd, port: int, way: str) -> float:
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    asked.request("GET", f"/fan/{way}")
    asked.getresponse().read()
    asked.close()
    rate = crowd.listen(SECONDS)
    crowd.listen(2)
    return rate


def measure(place: Place) -> Figures:
    """One round."""
    with targets.bare(place) as (_server, target), Crowd(target) as crowd:
        crowd.connect(range(targets.MEMBERS))
        bare = crowd.crowded(cycle(range(targets.MEMBERS)), 64, SECONDS).rate
    with targets.service(place, start=targets.FANNING) as (server, target), Crowd(target) as crowd:
        crowd.connect(range(targets.MEMBERS))
        sent, read = _fan(crowd, server.port, "send"), _fan(crowd, server.port, "read")
    return {"echoed": bare, "fanned sent": sent, "fanned read": read}


LINES = [
    Line("a rendered card, sent: deliveries/s", "", value("fanned sent"), "{:,.0f}"),
    Line("… against the bare echo", at_least("2 x"), ratio("fanned sent", "echoed"), "{:.2f} x"),
    Line(
        "a stored card, read, rendered and sent: deliveries/s", "", value("fanned read"), "{:,.0f}"
    ),
    Line("… against the bare echo", at_least("2 x"), ratio("fanned read", "echoed"), "{:.2f} x"),
]
