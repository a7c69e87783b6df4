"""What happened, as it happened: facts alone, one row each, by one clock that never jumps."""

from __future__ import annotations

import json
import os
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

WHOLE = os.environ.get("FAULTS") == "whole"
SEED = int(os.environ.get("FAULTS_SEED", "1"))

KEPT = Path(tempfile.gettempdir()) / "steady-faults"

Row = dict[str, Any]


def lasts(whole: float, short: float) -> float:
    """How long something lasts: as the whole form says, or the short one."""
    return whole if WHOLE else short


class History:
    """The rows of one trial."""

    def __init__(self, name: str, seed: int) -> None:
        self.name, self.seed = name, seed
        self.rows: list[Row] = []
        self._lock = threading.Lock()

    def note(self, what: str, **facts: Any) -> float:
        """Write down a fact; answers when it was."""
        with self._lock:  # so that the order of the rows is that of their times
            now = time.monotonic()
            self.rows.append({"at": now, "what": what, **facts})
        return now

    def keep(self) -> Path:
        """Write everything to a file, a row a line, and answer where it is."""
        KEPT.mkdir(parents=True, exist_ok=True)
        path = KEPT / f"{self.name}-{self.seed}-{int(time.time())}.jsonl"
        lines = [json.dumps(row, default=str) for row in self.rows]
        path.write_text("\n".join([json.dumps({"name": self.name, "seed": self.seed}), *lines]))
        return path
