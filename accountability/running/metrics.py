"""What Prometheus reads. One registry for each service, and one process for each service.

No label names anybody: a route is its pattern.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from flask import Flask
from prometheus_client import (
    CollectorRegistry,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.metrics_core import GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from accountability.core import aftermath, journal, owed
from accountability.core.extensions import db
from accountability.core.journal import SOCKET, UPGRADED, Answered
from accountability.realtime import measures
from accountability.running import figures

ANSWER_TIMES = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
CLAIM_TIMES = (5, 15, 30, 60, 120, 300, 600, 1800)

Figure = tuple[str, str, Callable[[Flask], float]]

HERE: list[Figure] = [
    ("steady_sockets", "Sockets joined at this process.", lambda _: measures.open_sockets()),
    ("steady_ghosts", "Sockets whose connection is gone.", lambda _: measures.ghosts()),
    (
        "steady_told_waiting",
        "Changes that wait to be told to sockets, after their commit.",
        lambda _: aftermath.queue.qsize(),
    ),
    (
        "steady_told_dropped",
        "Changes that were not told to sockets since the start, for too many waited.",
        lambda _: aftermath.dropped[0],
    ),
]
STORED: list[Figure] = [
    (
        "steady_heads_behind",
        "Streams that moved past what a socket here was told.",
        lambda _: measures.heads_behind(),
    ),
    (
        "steady_alerts_unanswered",
        "Open alerts that nobody has answered.",
        lambda _: figures.unanswered(),
    ),
    (
        "steady_alerts_dropped",
        "Unanswered alerts whose hand-on is overdue by 75 seconds.",
        lambda _: figures.dropped(),
    ),
    (
        "steady_promise_late_seconds",
        "Age of the oldest due promise that waits for us.",
        lambda app: owed.seconds_late(app, outside=False),
    ),
    (
        "steady_promise_outside_late_seconds",
        "Age of the oldest due promise that waits for somebody outside: mail, push.",
        lambda app: owed.seconds_late(app, outside=True),
    ),
    (
        "steady_promises_parked",
        "Promises that were given up; see /staff/promises.",
        lambda _: owed.count_parked(),
    ),
]


def _bucketed(seconds: Iterable[float]) -> HistogramMetricFamily:
    times = sorted(seconds)
    counts = [(str(top), float(sum(one <= top for one in times))) for top in CLAIM_TIMES]
    return HistogramMetricFamily(
        "steady_first_claim_seconds",
        "From an alert to its first claim; alerts of the last day.",
        buckets=[*counts, ("+Inf", float(len(times)))],
        sum_value=sum(times),
    )


class Read(Collector):
    """Figures that are read when they are asked for, each in one moment of the database."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def collect(self) -> Iterator[Metric]:
        """Those of this process always; what is stored, if the database answers."""
        yield from (self._gauge(*one) for one in HERE)
        stored: list[Metric] = []
        try:
            with self.app.app_context():
                stored = [self._gauge(*one) for one in STORED]
                stored.append(_bucketed(figures.seconds_to_first_claim()))
                db.session.rollback()
        except Exception as fault:  # noqa: BLE001 - it is said by a figure of its own
            kind = type(fault).__name__
            self.app.logger.error("figures could not be read: %s", kind)  # noqa: TRY400
        says = "Whether the database answered just now."
        yield GaugeMetricFamily("steady_database_up", says, value=float(bool(stored)))
        yield from stored

    def _gauge(self, name: str, says: str, read: Callable[[Flask], float]) -> Metric:
        return GaugeMetricFamily(name, says, value=float(read(self.app)))


def _count_answers(app: Flask, registry: CollectorRegistry) -> None:
    times = Histogram(
        "steady_answer_seconds",
        "Requests by route and code, and how long their answers took.",
        ["method", "route", "code"],
        buckets=ANSWER_TIMES,
        registry=registry,
    )

    def hear(done: Answered) -> None:
        if done.route == SOCKET and done.code == UPGRADED:
            return  # it lasted as long as somebody looked
        times.labels(done.method, done.route, str(done.code)).observe(done.seconds)

    journal.listeners(app).append(hear)


def text_of(app: Flask) -> bytes:
    """All figures, in the words that Prometheus reads."""
    found: Any = generate_latest(app.extensions["metrics"])
    return bytes(found)


def init_app(app: Flask) -> None:
    """Begin to count."""
    disable_created_metrics()
    registry = app.extensions["metrics"] = CollectorRegistry()
    _count_answers(app, registry)
    registry.register(ProcessCollector(namespace="steady", registry=None))
    registry.register(Read(app))
