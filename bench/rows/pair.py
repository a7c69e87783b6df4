"""Two processes with the bus between them, against one: a call at the one, screens at the other.

Both run on the one core for servers, so what is shown is what the way costs, not what two are able
to do.
"""

from bench import targets
from bench.crowd import Crowd
from bench.rows.alerts import CALM, WARM, calm, crowded
from bench.servers import Place
from bench.table import Figures, Line, ratio, value


def measure(place: Place) -> Figures:
    """One round: one process, then two."""
    figures: Figures = {}
    for name, start in (("one", targets.service), ("two", targets.pair)):
        with start(place) as (server, target), Crowd(target) as crowd:
            crowd.connect(range(targets.MEMBERS))
            figures |= calm(crowd, name)
            figures |= crowded(crowd, server, name, range(WARM + CALM, targets.MEMBERS), 60)
    return figures


LINES = [
    Line("one process: on friends' screens p50, ms", "", value("one screen p50"), "{:.1f}"),
    Line("two with the bus: on the other's screens p50, ms", "", value("two screen p50"), "{:.1f}"),
    Line("… against one process", "", ratio("two screen p50", "one screen p50"), "{:.2f} x"),
    Line("… p99, ms", "", value("two screen p99"), "{:.1f}"),
    Line("two with the bus: lost or refused", "≤ 0", value("two lost"), "{:.0f}"),
    Line(
        "two on one core, deliveries/s against one process",
        "",
        ratio("two deliveries", "one deliveries"),
        "{:.2f} x",
    ),
]
