"""Points at which a test may end the process, to prove that nothing acknowledged is lost there.

Armed by `CRASH_AT=<point>:<event>` in the environment of a test's own service, never otherwise.
"""

import os
from collections.abc import Iterable
from typing import Any


def point(name: str, events: Iterable[Any]) -> None:
    """End the process as `kill -9` would, if armed for this point and one of these events."""
    armed = os.environ.get("CRASH_AT")
    if armed and armed in {f"{name}:{type(event).__name__}" for event in events}:
        os._exit(137)
