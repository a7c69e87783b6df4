"""The service on a machine whose clock is ten minutes ahead: `python -m tests.many.shifted …`."""

from gevent import monkey

monkey.patch_all()

import runpy  # noqa: E402
import time  # noqa: E402

import time_machine  # noqa: E402

AHEAD = 600

if __name__ == "__main__":
    with time_machine.travel(time.time() + AHEAD, tick=True):
        runpy.run_path("wsgi.py", run_name="__main__")
