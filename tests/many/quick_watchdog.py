"""The service whose watchdog looks twice a second.

`python -m tests.many.quick_watchdog …`
"""

from gevent import monkey

monkey.patch_all()

import runpy  # noqa: E402

from accountability.running import watchdog  # noqa: E402

if __name__ == "__main__":
    watchdog.EVERY = 0.5
    runpy.run_path("wsgi.py", run_name="__main__")
