"""Reading a stream in process, as a client does."""

from __future__ import annotations

from typing import Any

from accountability.core import reading
from accountability.core.database import begin_snapshot
from accountability.core.streams import Stream

Frame = dict[str, Any]


def pages(stream: Stream, after: int = 0, since: int = 0) -> list[list[Frame]]:
    """All that changed after a number, as a client asks for it, page by page."""
    found = []
    while len(found) < 50:
        begin_snapshot()
        picture = reading.changes(stream, after, since)
        found.append([shown.frame(as_data=True) for shown in picture.cards])
        if not picture.more:
            return found
        after = found[-1][-1]["seq"]
    raise AssertionError("it never comes to an end")


def fresh(stream: Stream, since: int) -> tuple[dict[Any, Frame], int]:
    """What a snapshot of now shows, and the number it reaches."""
    begin_snapshot()
    picture = reading.snapshot(stream, since)
    frames = [shown.frame(as_data=True) for shown in picture.cards]
    return {(frame["kind"], frame["id"]): frame for frame in frames}, picture.head
