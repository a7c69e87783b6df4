"""A process whose look-ups of mail servers hang: `python -m tests.accounts.looking_up DIR`.

It prints after how many seconds a password is hashed nevertheless.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from gevent import get_hub, monkey

monkey.patch_all()

from accountability.accounts import hashing  # noqa: E402
from accountability.app import create_app  # noqa: E402
from tests.settings import settings_for  # noqa: E402

HANG = 3  # seconds


def main(folder: Path) -> None:
    """Fill the threads in which names are looked up, and do what a password needs."""
    shared, sleep = get_hub().threadpool, monkey.get_original("time", "sleep")
    with create_app(settings_for(folder, f"sqlite:///{folder}/own.sqlite")).app_context():
        for _ in range(shared.maxsize):
            shared.spawn(sleep, HANG)
        begun = time.monotonic()
        hashing.aside(str.upper, "a password")
    print(time.monotonic() - begun)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
