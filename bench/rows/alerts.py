"""Whole alerts: pressed, checked, stored durably, rendered, and on the friends' screens."""

from itertools import cycle

from bench import machine, targets
from bench.crowd import Crowd, Run
from bench.servers import Place, Server
from bench.table import Figures, Line, at_least, at_most, ratio, value

WARM, CALM, CALM_RATE = (
    8,
    100,
    5,
)  # each second, so that what follows from one does not hold up the next
OUTSTANDING = 64
SECONDS = 3.0


def part(times: list[float], share: float) -> float:
    """The time within which this share of them lies."""
    return sorted(times)[min(int(len(times) * share), len(times) - 1)] if times else float("nan")


def crowded(crowd: Crowd, server: Server, name: str, places: object, seconds: float) -> Figures:
    """As many presses as are answered, and what they cost the server."""
    before = machine.seconds_of(server.child.pid)
    run: Run = crowd.crowded(places, OUTSTANDING, seconds)  # type: ignore[arg-type]
    used = machine.seconds_of(server.child.pid) - before
    return {
        f"{name} deliveries": run.rate,
        f"{name} microseconds": used / max(run.deliveries, 1) * 1e6,
        f"{name} lost": run.lost + run.refused,
        f"{name} share": run.share,
    }


def calm(crowd: Crowd, name: str) -> Figures:
    """What one person feels while there is nothing else to do, in milliseconds."""
    crowd.paced(range(WARM), CALM_RATE)  # what a fresh process compiles at its first call
    run = crowd.paced(range(WARM, WARM + CALM), CALM_RATE)
    return {
        f"{name} answer p50": part(run.answers, 0.5),
        f"{name} answer p99": part(run.answers, 0.99),
        f"{name} screen p50": part(run.arrivals, 0.5),
        f"{name} screen p99": part(run.arrivals, 0.99),
    }


def measure(place: Place) -> Figures:
    """One round: the floors and the service, one after the other."""
    figures: Figures = {}
    floors = {"bare": targets.bare, "stored": targets.stored}
    if targets.has_node():
        floors["node"] = targets.node
    if targets.has_prosody():
        floors["prosody"] = targets.prosody
    for name, start in floors.items():
        with start(place) as (server, target), Crowd(target) as crowd:
            crowd.connect(range(targets.MEMBERS))
            figures |= calm(crowd, name)
            figures |= crowded(crowd, server, name, cycle(range(targets.MEMBERS)), SECONDS)
    with targets.service(place) as (server, target), Crowd(target) as crowd:
        crowd.connect(range(targets.MEMBERS))
        figures |= calm(crowd, "service")
        # Each member presses once: a second press would add to the alert that is open.
        figures |= crowded(crowd, server, "service", range(WARM + CALM, targets.MEMBERS), 60)
    return figures


LINES = [
    Line("bare echo: deliveries/s", "", value("bare deliveries"), "{:,.0f}"),
    Line("store-only app: deliveries/s", "", value("stored deliveries"), "{:,.0f}"),
    Line("Node's socket.io, nothing stored: deliveries/s", "", value("node deliveries"), "{:,.0f}"),
    Line(
        "Prosody, rooms with an archive: deliveries/s", "", value("prosody deliveries"), "{:,.0f}"
    ),
    Line("whole alerts: deliveries/s", "", value("service deliveries"), "{:,.0f}"),
    Line(
        "whole alerts against the bare echo",
        at_least("0.5 x"),
        ratio("service deliveries", "bare deliveries"),
        "{:.3f} x",
    ),
    Line(
        "whole alerts against the store-only app",
        "",
        ratio("service deliveries", "stored deliveries"),
        "{:.3f} x",
    ),
    Line(
        "store-only app against the bare echo",
        "",
        ratio("stored deliveries", "bare deliveries"),
        "{:.2f} x",
    ),
    Line("bare echo: processor per delivery, µs", "", value("bare microseconds"), "{:.0f}"),
    Line("whole alerts: processor per delivery, µs", "", value("service microseconds"), "{:.0f}"),
    Line("whole alerts: lost or refused", at_most("0"), value("service lost"), "{:.0f}"),
    Line("unloaded, acknowledged p50, ms", at_most("6"), value("service answer p50"), "{:.1f}"),
    Line("unloaded, acknowledged p99, ms", at_most("15"), value("service answer p99"), "{:.1f}"),
    Line(
        "unloaded, on friends' screens p99, ms",
        at_most("20"),
        value("service screen p99"),
        "{:.1f}",
    ),
    Line("the same of the store-only app, p99, ms", "", value("stored screen p99"), "{:.1f}"),
    Line("the crowd's use of its core, bare echo", at_most("0.9"), value("bare share"), "{:.2f}"),
]
