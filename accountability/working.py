"""A process that keeps promises and serves nobody: `flask --app wsgi worker`.

While one is heard of, the web processes leave promises to it.
"""

import os
import signal

import gevent
from flask import Flask
from gevent.event import Event

from accountability.core import holding, keeping, logs, outgoing, starting, timekeeping, workers
from accountability.core.columns import new_public_id
from accountability.realtime.start import loops_of_worker


def work(app: Flask) -> None:
    """Keep promises until SIGINT or SIGTERM. What is held then is handed back to the others."""
    starting.begin(app, renews=False)
    app.config["WORKER"] = new_public_id()
    logs.hear_greenlets(app)
    outgoing.refuse_overheard(app)
    ended = Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        gevent.signal_handler(signum, ended.set)
    timekeeping.ask(app)
    beside = (timekeeping.run, *app.extensions["worker_greenlets"], *loops_of_worker(app))
    for loop in (keeping.run, workers.beat, *beside):
        gevent.spawn(loop, app)
    ended.wait()
    holding.part(app, lambda: workers.leave(app.config["WORKER"]))
    os._exit(0)  # a loop in the middle of its turn must not hold the end
