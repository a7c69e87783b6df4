"""Keepers of promises that may be killed at any moment: `python -m tests.core.nursery URL TRIES`.

It prints the process id of a keeper, and of the next one once that has died, for as long as its
input is open. Each is a copy of one process that has loaded everything and asked for nothing.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from gevent import monkey

monkey.patch_all()

from accountability.app import create_app  # noqa: E402
from accountability.core import keeping  # noqa: E402
from accountability.core.change import quiet_change  # noqa: E402
from accountability.core.extensions import db  # noqa: E402
from accountability.core.mail import Mail  # noqa: E402
from accountability.core.promises import Held, keeps  # noqa: E402
from tests.settings import settings_for  # noqa: E402

TRIES = os.open(sys.argv[2], os.O_APPEND | os.O_CREAT | os.O_WRONLY)
PAUSE = 0.01  # before and after the effect, for a death to fall into


@keeps("note", lease=timedelta(seconds=0.5), places=2)
def note(mine: Held) -> None:
    """Write one row with the promise's key; each try leaves a line, also one that dies."""
    os.write(TRIES, f"{mine.key}\n".encode())
    time.sleep(PAUSE)
    with quiet_change():
        db.session.add(Mail(address="x", body="x", subject=mine.key))
        db.session.flush()
        time.sleep(PAUSE)
    time.sleep(PAUSE)


def _end_with_input() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(0)


def main(url: str) -> None:
    """Keep one keeper alive after the other."""
    app = create_app(settings_for(Path(tempfile.mkdtemp()), url))
    while True:
        child = os.fork()
        if child == 0:
            beside = monkey.get_original("_thread", "start_new_thread")  # it reads for ever
            beside(_end_with_input, ())
            keeping.run(app)
        print(child, flush=True)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(sys.argv[1])
