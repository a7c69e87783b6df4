"""What is handed over after the commit: a bounded queue that drops when it is full.

Nothing waits for it and nothing relies on it: heads heal what was dropped.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from queue import Full, Queue
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accountability.core.streams import Recipient

DEPTH = 5000


@dataclass(frozen=True, slots=True)
class Told:
    """One numbered change of one stream, with who might hear of it when it was made."""

    stream_id: int
    stream: str
    seq: int
    cards: tuple[tuple[str, str, int], ...]
    audience: "dict[int, Recipient]"
    heard: bool = False  # another process made it, and told this one by the bus


queue: "Queue[Told]" = Queue(maxsize=DEPTH)
dropped = [0]  # since this process began


def hand_over(told: Iterable[Told]) -> None:
    """Put changes where the broadcast takes them; drop what does not fit."""
    for one in told:
        try:
            queue.put_nowait(one)
        except Full:
            dropped[0] += 1
