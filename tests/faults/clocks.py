"""The service on a machine whose clock is wrong: `python -m tests.faults.clocks FILE [worker | …]`.

The file says how many seconds the clock is ahead, or behind if it is below zero. Written anew it
lets the clock jump, while the one that never jumps goes on.
"""

from gevent import monkey

monkey.patch_all()

import runpy  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from pathlib import Path  # noqa: E402

import gevent  # noqa: E402
import time_machine  # noqa: E402
from time_machine import escape_hatch  # noqa: E402

LOOK_EVERY = 0.05


def follow(clock, path, ahead):
    """Let the clock jump whenever the file says something else."""
    while True:
        gevent.sleep(LOOK_EVERY)
        said = path.read_text()
        if said and float(said) != ahead:
            clock.shift(float(said) - ahead)
            ahead = float(said)


def serve(rest):
    """Be the service, or its worker."""
    if rest == ["worker"]:
        sys.argv = ["flask", "--app", "wsgi", "worker"]
        runpy.run_module("flask", run_name="__main__")
    else:
        sys.argv = ["wsgi.py", *rest]
        runpy.run_path("wsgi.py", run_name="__main__")


if __name__ == "__main__":
    path, rest = Path(sys.argv[1]), sys.argv[2:]
    ahead = float(path.read_text())
    with time_machine.travel(time.time() + ahead, tick=True) as clock:
        clock.shift(escape_hatch.time.time() + ahead - time.time())  # setting out takes time too
        gevent.spawn(follow, clock, path, ahead)
        serve(rest)
